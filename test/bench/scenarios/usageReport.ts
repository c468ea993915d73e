import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock as clock } from '../../../src/core/clock.ts';
import { silentLogger as logger } from '../../../src/core/logger.ts';
import { openDatabase } from '../../../src/core/database/openDatabase.ts';
import { LEDGER_APPLICATION_ID, LEDGER_MIGRATIONS } from '../../../src/core/spend/ledgerFormat.ts';
import { UsageReader } from '../../../src/core/spend/report/usageReader.ts';
import type { UsageQuery } from '../../../src/core/spend/report/usageReport.ts';
import { builtUsageReader } from '../../support/builtUsageReader.ts';
import { writeHistory } from '../../support/usageHistory/yearOfHistory.ts';
import { atMost, type Report } from '../figures/report.ts';
import { median } from '../figures/statistics.ts';
import { factor, fixed } from '../figures/table.ts';
import type { Plan } from '../runs/plan.ts';

const ROUNDS = 9;
const MAX_FIRST_MS = 1_000;

/** The minimum for a reader of all rows, below which no panel built from rows can be. */
const FULL_SCAN =
  'SELECT local_day, model, sum(amount_nano), sum(input_tokens), sum(output_tokens) FROM attempt GROUP BY local_day, model';

/** Measures how long the panel takes to open on a year of usage, and to apply a change. */
export async function usageReport({ usageAttempts }: Plan): Promise<Report> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-usage-'));
  const format = { name: 'wenxin', applicationId: LEDGER_APPLICATION_ID, migrations: LEDGER_MIGRATIONS };
  const database = await openDatabase({ folder, ...format, clock, logger });
  const workerFile = await builtUsageReader();
  const readers: UsageReader[] = [];
  try {
    const nowMs = Date.parse('2026-11-22T15:20:00+08:00');
    writeHistory(database, { attempts: usageAttempts, endMs: nowMs });
    await database.tidy();
    const year: UsageQuery = { firstDay: 0, lastDay: 20261122, filter: {}, nowMs, timeZone: 'Asia/Shanghai' };
    const start = (): UsageReader => {
      const reader = new UsageReader({ workerFile, ledgerPath: () => Promise.resolve(database.path), clock });
      readers.push(reader);
      return reader;
    };
    const { signal } = new AbortController();
    const warm = start();
    const rows: readonly (readonly [what: string, ms: number])[] = [
      ['a full scan of the rows, by day and model', await medianMs(() => scan(database.path))],
      ['the panel opens on the year: worker and report', await medianMs(() => start().read(year, signal))],
      ['the year again', await medianMs(() => warm.read(year, signal))],
      ['this month', await medianMs(() => warm.read({ ...year, firstDay: 20261101 }, signal))],
      ['the year of a model', await medianMs(() => warm.read({ ...year, filter: { model: 'ernie-5.1' } }, signal))],
      [
        'the year of a model in a workspace',
        await medianMs(() => warm.read({ ...year, filter: { model: 'ernie-5.1', workspace: '支付系统' } }, signal)),
      ],
    ];
    const [[, scanMs] = ['', Number.NaN], [, openMs] = ['', Number.NaN], , , [, filteredMs] = ['', Number.NaN]] = rows;
    return {
      title: 'The report of a year',
      about:
        `${fixed(usageAttempts)} attempts of 365 days in a ledger, read by the worker that is shipped; medians of ${ROUNDS} ` +
        'rounds, seen by who asks.',
      tables: [
        {
          columns: ['what', 'ms', 'of a full scan'],
          rows: rows.map(([what, ms]) => [what, fixed(ms, 1), factor(ms / scanMs)]),
        },
      ],
      targets: [
        {
          id: 'panel',
          what: 'a year of 200,000 attempts opens in less than 1 s',
          figure: `${fixed(openMs)} ms`,
          isMet: atMost(openMs, MAX_FIRST_MS),
        },
        {
          id: 'panel',
          what: 'a filter takes less than 1 s',
          figure: `${fixed(filteredMs)} ms`,
          isMet: atMost(filteredMs, MAX_FIRST_MS),
        },
      ],
    };
  } finally {
    for (const reader of readers) await reader.close();
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function scan(file: string): Promise<void> {
  const database = new DatabaseSync(file, { readOnly: true });
  database.prepare(FULL_SCAN).all();
  database.close();
  return Promise.resolve();
}

async function medianMs(run: () => Promise<unknown>): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startedAtMs = performance.now();
    await run();
    rounds.push(performance.now() - startedAtMs);
  }
  return median(rounds);
}
