import { join } from 'node:path';
import { bearer } from '../../../src/core/auth/apiKey.ts';
import type { BatchLine } from '../../../src/core/batch/batchLine.ts';
import { BatchStore } from '../../../src/core/batch/batchStore.ts';
import type { Item } from '../../../src/core/batch/item.ts';
import type { Job, JobPlan } from '../../../src/core/batch/job.ts';
import { JobRunner } from '../../../src/core/batch/jobRunner.ts';
import type { JobRunnerOptions } from '../../../src/core/batch/jobRunnerOptions.ts';
import { writeRequests } from '../../../src/core/batch/requestsFile.ts';
import { MemoryAnswers } from '../../../src/core/cache/memory.ts';
import type { AnswerPlaces } from '../../../src/core/cache/withCache.ts';
import type { AuthorizedRequest, Backend } from '../../../src/core/chat.ts';
import { type ClientOptions, createClient } from '../../../src/core/client.ts';
import type { Clock } from '../../../src/core/clock.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { exampleLedger, examplePrice } from '../../support/exampleLedger.ts';
import { exampleEndpoint } from '../../support/exampleRequest.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

export const JOB = 'job-1';

/** The usage of every answer on this stage. */
export const USAGE = { inputTokens: 10, cachedInputTokens: 0, outputTokens: 5, reasoningTokens: 0 };

/** A job in a real file, and a runner that sends its items through a real client over a fake transport. */
export class RunnerStage {
  readonly clock = new VirtualClock();
  readonly folder = temporaryFolder();
  readonly ledger: Ledger = exampleLedger({ clock: this.clock, folder: this.folder });
  readonly store = storeOn(this.ledger, this.clock);
  readonly ended: Item[] = [];
  readonly abort = new AbortController();
  concurrency = 3;

  /** Adds a waiting job with this number of questions (`Question 1` …), or with these lines. */
  add(lines: number | readonly Partial<BatchLine>[], plan: Partial<JobPlan> = {}): Promise<void> {
    return addJob(this.store, this.folder, lines, { plan });
  }

  runner(transport: Backend<AuthorizedRequest>, more: Partial<JobRunnerOptions & ClientOptions> = {}): JobRunner {
    const backend = createClient({
      transport,
      credentials: async () => bearer('test'),
      endpoints: () => [exampleEndpoint],
      ledger: this.ledger,
      findPrice: () => examplePrice,
      clock: this.clock,
      random: () => 0.5,
      settings: () => ({ maxConcurrency: 16, maxAttempts: 1 }),
      ...more,
    });
    return new JobRunner({
      store: this.store,
      backend,
      concurrency: () => this.concurrency,
      onItem: item => this.ended.push(item),
      clock: this.clock,
      logger: silentLogger,
      ...more,
    });
  }

  /** Opens the same file as another window does. */
  async otherWindow(): Promise<{ readonly ledger: Ledger; readonly store: BatchStore }> {
    const ledger = exampleLedger({ clock: this.clock, folder: this.folder });
    await ledger.ready();
    return { ledger, store: storeOn(ledger, this.clock) };
  }

  /** Returns a cache that keeps answers in memory and shares equal requests in flight. */
  places(): AnswerPlaces {
    const settings = {
      enabled: true,
      memoryEntries: 10,
      ttlHours: 1,
      featureTtlHours: {},
      staleWhileRevalidate: false,
    };
    return {
      settings: () => settings,
      memory: new MemoryAnswers(() => 10),
      levels: () => [],
      boards: () => [],
      epoch: () => 0,
      closing: this.abort.signal,
    };
  }

  get job(): Job {
    const job = this.store.job(JOB);
    if (job === undefined) throw new Error('there is no such job');
    return job;
  }

  item(number: number): Item {
    const item = this.store.item(JOB, number);
    if (item === undefined) throw new Error('there is no such item');
    return item;
  }

  items(): readonly Item[] {
    return this.store.items(JOB, { limit: 100_000 });
  }

  async close(): Promise<void> {
    this.abort.abort(new Error('the test is over'));
    await this.ledger.close();
  }
}

/** Returns a store of jobs in the file of a ledger. */
export function storeOn(ledger: Ledger, clock: Clock): BatchStore {
  const file = {
    file: () => ledger.file(),
    read: ledger.read.bind(ledger),
    write: ledger.write.bind(ledger),
    onDidChange: ledger.onDidChange,
  };
  return new BatchStore(file, () => 0, clock);
}

/** Adds a waiting job with this number of questions (`Question 1` …), or with these lines. */
export async function addJob(
  store: BatchStore,
  parent: string,
  lines: number | readonly Partial<BatchLine>[],
  { model = 'ernie-test', plan = {} }: { readonly model?: string; readonly plan?: Partial<JobPlan> } = {},
): Promise<void> {
  const all = typeof lines === 'number' ? Array.from({ length: lines }, () => ({})) : lines;
  const whole = all.map((line, index) => {
    const content = `Question ${index + 1}`;
    return { line: { customId: `item-${index + 1}`, messages: [{ role: 'user', content } as const], ...line } };
  });
  const folder = join(parent, JOB);
  const items = await writeRequests(folder, whole, model);
  const common = { title: 'Job', origin: 'jsonl', workspace: 'workspace', way: 'requests' } as const;
  await store.add({ id: JOB, model, plan: { ...common, folder, maxOutputTokens: 100, ...plan } }, items);
}
