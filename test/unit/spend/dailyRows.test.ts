import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Booking } from '../../../src/core/booking.ts';
import type { Database } from '../../../src/core/database/database.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { insertAttempt, updateAttempt } from '../../../src/core/spend/attemptRows.ts';
import { isTotalRight, repairDay } from '../../../src/core/spend/dailyRows.ts';
import { readBudgetState } from '../../../src/core/spend/budgetRows.ts';
import { readSpend } from '../../../src/core/spend/spendRows.ts';
import { bucketOf } from '../../../src/core/spend/latencyRows.ts';
import { LocalCalendar } from '../../../src/core/spend/localCalendar.ts';
import { LostAttempts } from '../../../src/core/spend/lostAttempts.ts';
import { examplePrice } from '../../support/exampleLedger.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { dailyBudget } from '../../support/exampleAdmission.ts';
import { openLedgerFile } from './ledgerFile.ts';

/** Larger than any process id on Linux, macOS or Windows. */
const NO_PROCESS = 2 ** 31 - 1;

/** The next step of the scenario. `who` selects one of the attempts so far, in whatever state. */
type Step =
  | { readonly do: 'admit'; readonly atMs: number; readonly timeZone: string; readonly isKnown: boolean }
  | { readonly do: 'settle'; readonly who: number; readonly booking: Booking }
  | { readonly do: 'lose' };

const tokens = fc.nat(5_000);
const booking: fc.Arbitrary<Booking> = fc.record({
  questionId: fc.constant('q'),
  model: fc.constant('ernie-5.1'),
  endpoint: fc.constant('qianfan'),
  usage: fc.record({
    inputTokens: tokens,
    cachedInputTokens: tokens,
    outputTokens: tokens,
    reasoningTokens: tokens,
  }),
  source: fc.constantFrom('usage' as const, 'estimate' as const),
  amountNanoYuan: fc.option(fc.nat(10_000_000), { nil: undefined }),
  outcome: fc.constantFrom('ok' as const, 'failed' as const, 'cancelled' as const),
  failure: fc.constantFrom('busy' as const, 'timeout' as const),
  firstContentMs: fc.nat(1_000),
  totalMs: fc.nat(100_000),
});
const admit: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('admit' as const),
  atMs: fc.integer({ min: Date.parse('2026-11-21T00:00Z'), max: Date.parse('2026-11-23T00:00Z') }),
  timeZone: fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati'),
  isKnown: fc.boolean(),
});
const settle: fc.Arbitrary<Step> = fc.record({ do: fc.constant('settle' as const), who: fc.nat(), booking });
const lose: fc.Arbitrary<Step> = fc.constant({ do: 'lose' });
const steps = fc.array(fc.oneof({ weight: 3, arbitrary: admit }, { weight: 4, arbitrary: settle }, lose), {
  minLength: 3,
  maxLength: 40,
});

/** A ledger file whose attempts are opened, settled, or lost by windows with a dead process. */
class Book {
  readonly database: Database;
  readonly #ids: number[] = [];

  constructor(database: Database) {
    this.database = database;
  }

  async take(step: Step): Promise<void> {
    if (step.do === 'admit') this.#admit(step);
    if (step.do === 'settle') this.#settle(step.who, step.booking);
    if (step.do === 'lose') await this.#lose();
  }

  #admit({ atMs, timeZone, isKnown }: Step & { do: 'admit' }): void {
    const window = this.database.statement('INSERT INTO window(boot, pid, beat) VALUES(?, ?, 0) RETURNING id');
    const attempt = {
      // Every third attempt (by time) belongs to a batch.
      request: exampleAttempt(atMs % 3 === 0 ? { batch: 'b1' } : {}),
      account: '',
      price: isKnown ? examplePrice : undefined,
      inputTokens: 11,
      reservedNanoYuan: isKnown ? 1_000_000 : 0,
      waitMs: 0,
    };
    this.database.tryTransaction(() => {
      const windowId = Number(window.get('another boot', NO_PROCESS)?.['id']);
      const day = new LocalCalendar(timeZone).dayAt(atMs);
      this.#ids.push(insertAttempt(this.database, windowId, attempt, atMs, day));
    });
  }

  #settle(who: number, how: Booking): void {
    const id = this.#ids[who % this.#ids.length];
    if (id !== undefined) this.database.tryTransaction(() => updateAttempt(this.database, id, how, undefined));
  }

  /** Lets every window be silent for long enough to count as dead. */
  async #lose(): Promise<void> {
    const clock = new VirtualClock();
    const lostAttempts = new LostAttempts(this.database, clock, silentLogger, () => undefined);
    await lostAttempts.find();
    await clock.advance(20_000);
    lostAttempts.stop();
  }
}

interface Row {
  readonly [column: string]: number | null;
}

const rowsOf = (database: Database, sql: string): Row[] =>
  database
    .statement(sql)
    .all()
    .map(row => ({ ...row }) as Row);

/** Columns of `attempt` that daily sums are grouped by, with the `kind` of their rows in `daily`. */
const BY = [
  [0, undefined],
  [2, 'model'],
  [3, 'feature'],
  [4, 'workspace'],
  [5, 'endpoint'],
  [6, 'consumer'],
  [7, 'account'],
  [8, 'failure'],
  [10, 'batch'],
] as const;

/** Counts the expected sums one attempt at a time. */
function countNames(attempts: readonly Row[]): Row[] {
  const sums = new Map<string, Record<string, number>>();
  for (const row of attempts.filter(({ state }) => state !== 0)) {
    for (const [kind, column] of BY) {
      const value = column === undefined ? 0 : row[column];
      if (value === null || value === undefined) continue;
      const place = { local_day: Number(row['local_day']), kind, value, saved_nano: 0 };
      const key = `${place.local_day} ${kind} ${value}`;
      sums.set(key, addTo(sums.get(key) ?? place, row));
    }
  }
  const order = ['local_day', 'kind', 'value'] as const;
  return [...sums.values()].sort((a, b) => {
    const column = order.find(name => a[name] !== b[name]) ?? 'value';
    return Number(a[column]) - Number(b[column]);
  });
}

function addTo(sums: Record<string, number>, row: Row): Record<string, number> {
  const add = (column: string, n: number | null | undefined): void =>
    void (sums[column] = (sums[column] ?? 0) + (n ?? 0));
  add('attempts', 1);
  add('ok', Number(row['outcome'] === 0));
  add('failed', Number(row['outcome'] === 1 || row['outcome'] === 3));
  add('cancelled', Number(row['outcome'] === 2));
  add('amount_nano', row['amount_nano']);
  add('estimated_nano', row['source'] === 1 ? row['amount_nano'] : 0);
  add('unknown_price', Number(row['amount_nano'] === null));
  for (const column of ['input_tokens', 'cached_tokens', 'output_tokens', 'reasoning_tokens']) add(column, row[column]);
  return sums;
}

const countDays = (attempts: readonly Row[]): Row[] => countNames(attempts).filter(({ kind }) => kind === 0);

/** Rows whose counts fell back to zero may remain. */
const keptSums = (database: Database): Row[] =>
  rowsOf(database, 'SELECT * FROM daily WHERE attempts <> 0 ORDER BY local_day, kind, value');

const keptLatencies = (database: Database): Row[] =>
  rowsOf(database, 'SELECT * FROM latency WHERE n <> 0 ORDER BY local_day, metric, bucket');

function countLatencies(attempts: readonly Row[]): Row[] {
  const counts = new Map<string, { local_day: number; metric: number; bucket: number; n: number }>();
  for (const row of attempts.filter(({ state, outcome }) => state === 1 && outcome === 0)) {
    for (const [metric, ms] of [row['first_content_ms'], row['total_ms']].entries()) {
      if (typeof ms !== 'number') continue;
      const place = { local_day: Number(row['local_day']), metric, bucket: bucketOf(ms), n: 0 };
      const key = Object.values(place).join(' ');
      const count = counts.get(key) ?? place;
      counts.set(key, count);
      count.n++;
    }
  }
  return [...counts.values()].sort((a, b) => a.local_day - b.local_day || a.metric - b.metric || a.bucket - b.bucket);
}

const sum = (rows: readonly Row[], column: string): number => rows.reduce((n, row) => n + Number(row[column]), 0);

describe('The daily sums', () => {
  it('equal those of the attempts, in every state, on all days and in all zones', async () => {
    let [lost, corrected] = [0, 0];
    await fc.assert(
      fc.asyncProperty(steps, async sequence => {
        const database = await openLedgerFile(temporaryFolder());
        const book = new Book(database);
        for (const step of sequence) {
          const before = rowsOf(database, 'SELECT * FROM attempt ORDER BY id');
          await book.take(step);
          const attempts = rowsOf(database, 'SELECT * FROM attempt ORDER BY id');
          lost += attempts.filter((row, n) => before[n]?.['state'] === 0 && row['state'] === 2).length;
          corrected += attempts.filter((row, n) => before[n]?.['state'] === 2 && row['state'] === 1).length;
          const days = countDays(attempts);
          assert.deepEqual(keptSums(database), countNames(attempts));
          assert.deepEqual(keptLatencies(database), countLatencies(attempts));
          for (let day = 20261120; day <= 20261124; day++) {
            const own = days.filter(row => row['local_day'] === day);
            const open = attempts.filter(row => row['local_day'] === day && row['state'] === 0);
            const budget = dailyBudget(1);
            assert.deepEqual(readBudgetState(database, budget, day), {
              budget,
              spentNanoYuan: sum(own, 'amount_nano'),
              reservedNanoYuan: sum(open, 'reserved_nano'),
            });
            const whole = { scope: 'batch', name: 'b1', period: 'whole', limitNanoYuan: 1 } as const;
            const isOpen = (row: Row): boolean => row['state'] === 0;
            const ofBatch = attempts.filter(row => row['batch'] !== null);
            assert.deepEqual(readBudgetState(database, whole, day), {
              budget: whole,
              spentNanoYuan: sum(ofBatch, 'amount_nano'),
              reservedNanoYuan: sum(ofBatch.filter(isOpen), 'reserved_nano'),
            });
            const upTo = days.filter(row => Number(row['local_day']) <= day);
            assert.deepEqual(readSpend(database, 20261120, day), {
              amountNanoYuan: sum(upTo, 'amount_nano'),
              estimated: sum(upTo, 'estimated_nano') > 0,
              unknownPrice: sum(upTo, 'unknown_price'),
              requests: sum(upTo, 'attempts'),
              answered: sum(upTo, 'ok'),
              failed: sum(upTo, 'failed'),
              savedNanoYuan: 0,
            });
            assert.equal(isTotalRight(database, day), true);
            assert.equal(repairDay(database, day), false);
          }
        }
        database.close();
      }),
      { numRuns: 60 },
    );
    assert.ok(lost > 0 && corrected > 0, `${lost} lost, ${corrected} of them corrected`);
  });

  it('are rebuilt for one day when they differ from its attempts, and for no other day', async () => {
    const database = await openLedgerFile(temporaryFolder());
    const book = new Book(database);
    for (const step of fc.sample(fc.oneof(admit, settle), { numRuns: 100, seed: 7 })) await book.take(step);
    const right = keptSums(database);
    const [{ local_day: day } = {}] = right;
    const isOfDay = (row: Row): boolean => row['local_day'] === day;
    assert.ok(right.some(row => !isOfDay(row)));
    const [first] = right;
    for (const column of Object.keys(first ?? {}).slice(3, -1)) {
      for (const kind of [0, 2]) {
        database.execute(
          `UPDATE daily SET saved_nano = 5; UPDATE daily SET ${column} = ${column} + 1 WHERE kind = ${kind}`,
        );
        assert.equal(isTotalRight(database, Number(day)), kind !== 0, `${column} ${kind}`);
        assert.equal(repairDay(database, Number(day)), true, `${column} ${kind}`);
        const saved = right.map(row => ({ ...row, saved_nano: 5 }));
        assert.deepEqual(keptSums(database).filter(isOfDay), saved.filter(isOfDay));
        assert.notDeepEqual(keptSums(database), saved);
      }
    }
    database.execute('DELETE FROM daily');
    assert.equal(repairDay(database, Number(day)), true);
    assert.deepEqual(keptSums(database), right.filter(isOfDay));
    database.close();
  });

  it('include the latencies of answers, which are rebuilt too', async () => {
    const database = await openLedgerFile(temporaryFolder());
    const book = new Book(database);
    for (const step of fc.sample(fc.oneof(admit, settle), { numRuns: 100, seed: 8 })) await book.take(step);
    const right = keptLatencies(database);
    const days = [...new Set(right.map(row => Number(row['local_day'])))];
    assert.ok(days.length > 1);
    for (const damage of [
      'UPDATE latency SET n = n + 1 WHERE n <> 0',
      'DELETE FROM latency',
      'UPDATE latency SET bucket = bucket + 500',
    ]) {
      database.execute(damage);
      for (const day of days) assert.equal(repairDay(database, day), true, damage);
      assert.deepEqual(keptLatencies(database), right);
      for (const day of days) assert.equal(repairDay(database, day), false);
    }
    database.close();
  });

  it('are rebuilt for a day that has sums but no attempts', async () => {
    const database = await openLedgerFile(temporaryFolder());
    database.execute('INSERT INTO daily VALUES(20261122, 0, 0, 1, 1, 0, 0, 9, 0, 0, 1, 0, 1, 0, 0)');
    assert.equal(repairDay(database, 20261122), true);
    assert.equal(readSpend(database, 20261122, 20261122).amountNanoYuan, 0);
    assert.equal(repairDay(database, 20261122), false);
    database.close();
  });
});
