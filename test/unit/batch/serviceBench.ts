import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { bearer } from '../../../src/core/auth/apiKey.ts';
import type { BatchLine } from '../../../src/core/batch/batchLine.ts';
import { BatchStore } from '../../../src/core/batch/batchStore.ts';
import type { Item } from '../../../src/core/batch/item.ts';
import type { Job } from '../../../src/core/batch/job.ts';
import { writeRequests } from '../../../src/core/batch/requestsFile.ts';
import { BatchParts } from '../../../src/core/batch/service/batchParts.ts';
import { ServiceRunner } from '../../../src/core/batch/service/serviceRunner.ts';
import type { ServiceRunnerOptions } from '../../../src/core/batch/service/serviceRunnerOptions.ts';
import type { Budget } from '../../../src/core/budget.ts';
import type { Clock } from '../../../src/core/clock.ts';
import type { Database } from '../../../src/core/database/database.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import type { ModelPrice, NanoYuan } from '../../../src/core/money.ts';
import { qianfanBatchInference } from '../../../src/core/qianfan/batchInference/qianfanBatchInference.ts';
import { Ledger } from '../../../src/core/spend/ledger.ts';
import { LedgerBatchBooking } from '../../../src/core/spend/ledgerBatchBooking.ts';
import { noonClock } from '../../support/noonClock.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

/** A model with the same price in the simulator as below. */
export const MODEL = 'ernie-4.5-turbo-latest';
const PRICE: ModelPrice = {
  tiers: [{ upToInputTokens: null, inputNanoYuan: 800, cachedInputNanoYuan: 200, outputNanoYuan: 3_200 }],
  source: 'the simulator',
  asOf: '2026-09-24',
};

/** Options of a bench. */
export interface BenchOptions {
  readonly baseUrl: string;
  readonly key: string;
  /** Defaults to a new folder. */
  readonly folder?: string;
  /** The clock of the runner; the ledger uses `noonClock`. */
  readonly clock?: Clock;
  readonly budgets?: readonly Budget[];
  readonly price?: ModelPrice | 'unknown';
  readonly limits?: ServiceRunnerOptions['limits'];
  readonly fetch?: typeof globalThis.fetch;
  /** Called before and after every call to the service and every write. */
  readonly onPoint?: (name: string) => void;
}

/** A window with a ledger, jobs, and a runner for batch inference over HTTP. */
export class ServiceBench {
  readonly folder: string;
  readonly ledger: Ledger;
  readonly store: BatchStore;
  readonly parts: BatchParts;
  readonly runner: ServiceRunner;
  /** Aborted by `close`. */
  readonly end = new AbortController();

  constructor(options: BenchOptions) {
    const { baseUrl, key, folder, clock = noonClock, budgets = [], price = PRICE, limits, fetch, onPoint } = options;
    this.folder = folder ?? temporaryFolder();
    const logger = silentLogger;
    this.ledger = new Ledger({ clock: noonClock, logger, folder: this.folder, timeZone: 'Asia/Shanghai' });
    this.store = new BatchStore(this.ledger, spentOn, noonClock);
    const findPrice = (): ModelPrice | undefined => (price === 'unknown' ? undefined : price);
    const booking = new LedgerBatchBooking({
      ledger: this.ledger,
      findPrice,
      budgets: () => budgets,
      clock: noonClock,
    });
    const wired = qianfanBatchInference({
      clock,
      logger,
      fetch: () => fetch ?? globalThis.fetch,
      credentials: () => Promise.resolve(bearer(key)),
    });
    const file = tapped(this.ledger, ['write'], onPoint);
    const inference = tapped(wired, ['upload', 'create', 'look', 'results', 'cancel', 'deleteFile'], onPoint);
    this.parts = new BatchParts(file, booking);
    this.runner = new ServiceRunner({
      store: this.store,
      parts: this.parts,
      file,
      booking,
      inference,
      endpoint: () => ({ name: 'qianfan', baseUrl, account: 'work' }),
      ...(limits && { limits }),
      clock,
      logger,
    });
  }

  /** Adds a job with this number of questions, or with these lines. */
  async add(lines: number | readonly BatchLine[], plan: Partial<Job['plan']> = {}): Promise<string> {
    const id = randomUUID();
    const folder = join(this.folder, 'batches', id);
    const all = typeof lines === 'number' ? Array.from({ length: lines }, (_, index) => lineOf(index)) : lines;
    const items = await writeRequests(
      folder,
      all.map(line => ({ line })),
      MODEL,
    );
    const title = 'A job';
    const whole = { title, origin: 'jsonl', workspace: 'atlas', way: 'service', folder, maxOutputTokens: 500 } as const;
    await this.store.add({ id, model: MODEL, plan: { ...whole, ...plan } }, items);
    return id;
  }

  run(jobId: string): Promise<void> {
    return this.runner.run(jobId, this.end.signal);
  }

  job(jobId: string): Job {
    const job = this.store.job(jobId);
    if (job === undefined) throw new Error('There is no such job');
    return job;
  }

  items(jobId: string): readonly Item[] {
    return this.store.items(jobId, { limit: 1_000_000 });
  }

  /** Returns the total booked amount, and the number of rows. */
  booked(): { readonly amount: NanoYuan; readonly attempts: number } {
    return (
      this.ledger.read(database => {
        const row = database
          .statement('SELECT count(*) AS n, coalesce(sum(amount_nano), 0) AS amount FROM attempt')
          .get();
        return { amount: Number(row?.['amount']), attempts: Number(row?.['n']) };
      }) ?? { amount: 0, attempts: 0 }
    );
  }

  /** Returns the amount currently reserved for parts. */
  reserved(): NanoYuan {
    const sum = (database: Database): unknown =>
      database.statement('SELECT coalesce(sum(reserved_nano), 0) AS n FROM batch_part').get()?.['n'];
    return Number(this.ledger.read(sum));
  }

  async close(): Promise<void> {
    this.end.abort();
    await this.ledger.close();
  }
}

function tapped<T extends object>(target: T, names: readonly string[], onPoint: BenchOptions['onPoint']): T {
  if (onPoint === undefined) return target;
  return new Proxy(target, {
    get(_, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (!names.includes(String(name))) return value.bind(target) as unknown;
      return async (...values: unknown[]): Promise<unknown> => {
        onPoint(`before ${String(name)}`);
        const result: unknown = await Reflect.apply(value, target, values);
        onPoint(`after ${String(name)}`);
        return result;
      };
    },
  });
}

/** Returns a line with a unique question. */
export function lineOf(index: number): BatchLine {
  return { customId: `item-${index}`, messages: [{ role: 'user', content: `第 ${index} 个问题` }] };
}

function spentOn(database: Database, jobId: string): NanoYuan {
  const sum = `SELECT coalesce(sum(amount_nano), 0) AS n FROM attempt
    WHERE batch = (SELECT id FROM name WHERE kind = 7 AND text = ?)`;
  return Number(database.statement(sum).get(jobId)?.['n']);
}
