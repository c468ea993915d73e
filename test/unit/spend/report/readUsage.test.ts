import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Database } from '../../../../src/core/database/database.ts';
import { addDays, countDays, daysBetween } from '../../../../src/core/spend/report/calendarDays.ts';
import { readUsage } from '../../../../src/core/spend/report/readUsage.ts';
import {
  DIMENSIONS,
  type UsageFilter,
  type UsageQuery,
  type UsageReport,
} from '../../../../src/core/spend/report/usageReport.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';
import { writeHistory } from '../../../support/usageHistory/yearOfHistory.ts';
import { openLedgerFile } from '../ledgerFile.ts';
import { attemptRows, countedUsage, type AttemptRow } from './countedUsage.ts';
import { insertOpenAttempt, plainLedger } from './plainLedger.ts';

const NOW = '2026-11-22T15:20:00+08:00';
const NOW_MS = Date.parse(NOW);
const LAST_DAY = 20261122;
const DAYS = 90;
const FIRST_DAY = addDays(LAST_DAY, 1 - DAYS);

function query(changes: Partial<UsageQuery> = {}): UsageQuery {
  return { firstDay: 0, lastDay: LAST_DAY, filter: {}, nowMs: NOW_MS, timeZone: 'Asia/Shanghai', ...changes };
}

describe('The usage report', () => {
  let database: Database;
  let rows: readonly AttemptRow[];
  before(async () => {
    database = await openLedgerFile(temporaryFolder());
    writeHistory(database, { attempts: 4_000, days: DAYS, endMs: NOW_MS });
    // An open attempt is part of no sum.
    insertOpenAttempt(database);
    rows = attemptRows(database);
  });
  after(() => database.close());

  const anyRange = fc
    .tuple(fc.integer({ min: -5, max: DAYS + 5 }), fc.integer({ min: 0, max: DAYS }))
    .map(([start, length]) => ({ firstDay: addDays(FIRST_DAY, start), lastDay: addDays(FIRST_DAY, start + length) }));
  const anyFilter = fc.integer({ min: 0, max: 2 ** DIMENSIONS.length - 1 }).chain(mask =>
    fc.nat().map((pick): UsageFilter => {
      const row = rows[pick % rows.length] ?? {};
      const chosen = DIMENSIONS.filter((_, index) => (mask & (1 << index)) !== 0);
      return Object.fromEntries(chosen.map(dimension => [dimension, String(row[dimension])]));
    }),
  );

  it('has the sums of the attempts, for any range and filter', () => {
    const seen = { filtered: 0, empty: 0 };
    fc.assert(
      fc.property(anyRange, fc.oneof(fc.constant<UsageFilter>({}), anyFilter), (range, filter) => {
        const report = readUsage(database, query({ ...range, filter }));
        const counted = countedUsage(rows, range.firstDay, range.lastDay, filter);
        seen.filtered += Number(Object.keys(filter).length > 0);
        seen.empty += Number(counted.totals.requests === 0);
        assert.deepEqual(report.totals, counted.totals);
        assert.deepEqual(
          report.days.map(({ day }) => day),
          daysBetween(range.firstDay, range.lastDay),
        );
        const asked = report.days.filter(({ sums }) => sums.requests > 0);
        assert.deepEqual(new Map(asked.map(({ day, sums }) => [day, sums])), counted.days);
        for (const dimension of DIMENSIONS) {
          const named = report.by[dimension];
          assert.deepEqual(new Map(named.map(({ name, sums }) => [name, sums])), counted.by(dimension), dimension);
          const amounts = named.map(({ sums }) => sums.amountNanoYuan);
          assert.deepEqual(
            amounts,
            amounts.toSorted((a, b) => b - a),
          );
        }
        assert.deepEqual(new Map(report.failures.map(({ kind, requests }) => [kind, requests])), counted.failures);
        const newest = counted.chosen.slice(-100).reverse();
        assert.deepEqual(
          report.recent.map(entry => [entry.questionId, entry.attempt, entry.model, entry.amountNanoYuan ?? null]),
          newest.map(row => [row['question'], row['number'], row['model'], row['amount_nano']]),
        );
      }),
      { numRuns: 80 },
    );
    assert.ok(seen.filtered > 10 && seen.empty > 0, JSON.stringify(seen));
  });

  it('has amounts by day and model that add up to the total', () => {
    for (const filter of [{}, { feature: 'chat' }, { model: 'ernie-5.1', endpoint: 'qianfan' }]) {
      const { dayModels, totals, days } = readUsage(database, query({ filter }));
      assert.ok(dayModels.length > 10);
      assert.equal(
        dayModels.reduce((sum, { amountNanoYuan }) => sum + amountNanoYuan, 0),
        totals.amountNanoYuan,
      );
      for (const { day, sums } of days) {
        const ofDay = dayModels.filter(each => each.day === day);
        assert.equal(
          ofDay.reduce((sum, { amountNanoYuan }) => sum + amountNanoYuan, 0),
          sums.amountNanoYuan,
        );
        assert.equal(new Set(ofDay.map(({ model }) => model)).size, ofDay.length);
      }
    }
  });

  it('has exact percentiles up to 31 days and under a filter', () => {
    fc.assert(
      fc.property(anyRange, fc.oneof(fc.constant<UsageFilter>({}), anyFilter), (range, filter) => {
        const { latency } = readUsage(database, query({ ...range, filter }));
        const isExact = Object.keys(filter).length > 0 || countDays(range.firstDay, range.lastDay) <= 31;
        assert.equal(latency.exact, isExact);
        if (!isExact) return;
        const { firstContent, total } = countedUsage(rows, range.firstDay, range.lastDay, filter);
        assert.deepEqual(latency, { firstContent, total, exact: true });
      }),
      { numRuns: 40 },
    );
  });

  it('uses histogram buckets for more than 31 days', () => {
    const exactOf = (firstDay: number): boolean => readUsage(database, query({ firstDay })).latency.exact;
    assert.deepEqual([exactOf(addDays(LAST_DAY, -30)), exactOf(addDays(LAST_DAY, -31))], [true, false]);
  });

  it('has percentiles of longer ranges that are at most half a bucket off', () => {
    const { latency } = readUsage(database, query());
    const counted = countedUsage(rows, FIRST_DAY, LAST_DAY, {});
    for (const metric of ['firstContent', 'total'] as const) {
      assert.equal(latency[metric]?.count, counted[metric]?.count);
      for (const rank of ['p50', 'p95', 'p99'] as const) {
        const ratio = (latency[metric]?.[rank] ?? 0) / (counted[metric]?.[rank] ?? 0);
        assert.ok(Math.abs(Math.log2(ratio)) <= 1 / 16 + 0.001, `${metric} ${rank}: ${ratio}`);
      }
    }
  });

  it('begins with the first day in the ledger when all days are requested', () => {
    const { query: asked, days } = readUsage(database, query());
    assert.equal(asked.firstDay, Math.min(...rows.map(row => Number(row['local_day']))));
    assert.equal(days[0]?.day, asked.firstDay);
    assert.equal(days.at(-1)?.day, LAST_DAY);
  });

  it('has cache use and outcomes of questions regardless of the filter', () => {
    const { cache, questions } = readUsage(database, query({ filter: { model: 'ernie-5.1' } }));
    const count = (sql: string): number => Number(database.statement(sql).get()?.['n']);
    assert.equal(cache.memory.questions, count('SELECT count(*) AS n FROM question WHERE cache_level = 1'));
    assert.equal(cache.team.savedNanoYuan, count('SELECT sum(saved_nano) AS n FROM question WHERE cache_level = 3'));
    const last = new Map(rows.filter(({ state }) => state !== 0).map(row => [row['question'], row['outcome']]));
    const ended = [...last.values()];
    const cached = count('SELECT count(*) AS n FROM question');
    assert.deepEqual(questions, {
      answered: ended.filter(outcome => outcome === 0).length + cached,
      failed: ended.filter(outcome => outcome === 1 || outcome === 3).length,
      cancelled: ended.filter(outcome => outcome === 2).length,
    });
  });

  it('has the spend of the last hour', () => {
    const nowMs = Date.parse('2026-11-20T16:00:00+08:00');
    const isRecent = ({ sent_at_ms: at, state }: AttemptRow): boolean =>
      state !== 0 && Number(at) > nowMs - 3_600_000 && Number(at) <= nowMs;
    const recent = rows.filter(isRecent);
    assert.ok(recent.length > 3);
    const sum = (of: readonly AttemptRow[]): number => of.reduce((all, row) => all + Number(row['amount_nano']), 0);
    assert.equal(readUsage(database, query({ nowMs })).lastHourNanoYuan, sum(recent));
    const model = String(recent[0]?.['model']);
    const filtered = readUsage(database, query({ nowMs, filter: { model } })).lastHourNanoYuan;
    assert.equal(filtered, sum(recent.filter(row => row['model'] === model)));
  });

  it('takes the last 60 minutes as the last hour', async () => {
    const times = ['14:19:59.999', '14:20:00', '14:20:00.001', '15:20:00', '15:20:00.001'];
    const hour = await plainLedger(
      times.map((time, index) => ({ at: `2026-11-22T${time}+08:00`, amountNanoYuan: 10 ** index })),
    );
    assert.equal(readUsage(hour, query()).lastHourNanoYuan, 1_100);
    hour.close();
  });

  it('has the error of the newest input estimates', () => {
    for (const [filter, most] of [
      [{}, 2_000],
      [{ endpoint: 'company' }, Infinity],
    ] as const) {
      const judged = countedUsage(rows, FIRST_DAY, LAST_DAY, filter)
        .chosen.filter(row => row['source'] === 0 && row['state'] === 1)
        .slice(-most);
      const sum = (of: (row: AttemptRow) => number): number => judged.reduce((all, row) => all + of(row), 0);
      const off = sum(row => Math.abs(Number(row['estimated_input']) - Number(row['input_tokens'])));
      const error = off / sum(row => Number(row['input_tokens']));
      assert.ok(error > 0.01 && error < 0.5);
      assert.equal(readUsage(database, query({ filter })).estimateError, error);
    }
  });

  it('lists every name that can be filtered by, also outside the range', () => {
    const { names } = readUsage(database, query({ firstDay: 20200101, lastDay: 20200102 }));
    for (const dimension of DIMENSIONS) {
      assert.deepEqual(names[dimension], [...new Set(rows.map(row => String(row[dimension])))].sort());
    }
    assert.ok(names.workspace.includes('') && names.workspace.includes('legacy "core", v2'));
  });

  it('is empty for an unknown name, however odd', () => {
    for (const name of ["' OR 1=1 --", '%', '?', 'ERNIE-5.1', '\u0000', '🙂']) {
      const report = readUsage(database, query({ filter: { model: name } }));
      assert.equal(report.totals.requests, 0, name);
      assert.deepEqual(report.recent, []);
      assert.deepEqual(report.latency, { firstContent: undefined, total: undefined, exact: true });
      assert.equal(report.estimateError, undefined);
    }
  });

  it('finds attempts by odd names', async () => {
    const names = ["'; DROP TABLE attempt; --", '?1', '"', '\n\t', '文心 🙂', ''];
    const odd = await plainLedger(names.map((workspace, index) => ({ at: NOW, workspace, amountNanoYuan: index + 1 })));
    names.forEach((text, index) => {
      const { totals, by } = readUsage(odd, query({ filter: { workspace: text } }));
      assert.equal(totals.amountNanoYuan, index + 1);
      assert.deepEqual(
        by.workspace.map(({ name }) => name),
        [text],
      );
    });
    odd.close();
  });

  it('is exact for amounts of millions of yuan', async () => {
    const amounts = [4_000_000_000_000_001, 3_000_000_000_000_003, 2_000_000_000_000_007];
    const large = await plainLedger(amounts.map(amountNanoYuan => ({ at: NOW, workspace: 'w', amountNanoYuan })));
    for (const filter of [{}, { workspace: 'w' }]) {
      const { totals, month } = readUsage(large, query({ filter }));
      assert.equal(totals.amountNanoYuan, 9_000_000_000_000_011);
      assert.equal(month.amountNanoYuan, 9_000_000_000_000_011);
    }
    large.close();
  });

  it('is empty for an empty ledger', async () => {
    const empty = await openLedgerFile(temporaryFolder());
    const { query: asked, days, totals, ...report } = readUsage(empty, query());
    assert.equal(asked.firstDay, LAST_DAY);
    assert.deepEqual(days, [{ day: LAST_DAY, sums: totals }]);
    assert.ok(Object.values(totals).every(value => value === 0));
    const none = { questions: 0, savedNanoYuan: 0, unknownPrice: 0 };
    const lists = { model: [], feature: [], workspace: [], endpoint: [], consumer: [] };
    const expected: Omit<UsageReport, 'query' | 'days' | 'totals'> = {
      by: lists,
      dayModels: [],
      names: lists,
      cache: { asked: none, memory: none, workspace: none, team: none, joined: none },
      questions: { answered: 0, failed: 0, cancelled: 0 },
      failures: [],
      latency: { firstContent: undefined, total: undefined, exact: true },
      lastHourNanoYuan: 0,
      month: { amountNanoYuan: 0, forecast: undefined },
      hours: [],
      estimateError: undefined,
      recent: [],
    };
    assert.deepEqual(report, expected);
    empty.close();
  });

  it('can cover a single day', () => {
    const day = 20261119;
    const { days, totals } = readUsage(database, query({ firstDay: day, lastDay: day }));
    assert.deepEqual(days, [{ day, sums: totals }]);
    assert.deepEqual(totals, countedUsage(rows, day, day, {}).totals);
    assert.ok(totals.requests > 10);
  });
});
