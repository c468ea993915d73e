import { BatchStore } from '../../src/core/batch/batchStore.ts';
import { writeOutcome } from '../../src/core/batch/store/itemRows.ts';
import type { ItemOutcome, NewItem } from '../../src/core/batch/item.ts';
import type { Job, JobPlan } from '../../src/core/batch/job.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { spentOnBatch } from '../../src/core/spend/budgetRows.ts';
import type { Ledger } from '../../src/core/spend/ledger.ts';
import { JobDesk } from '../../src/host/batch/jobDesk.ts';
import { exampleLedger } from './exampleLedger.ts';
import { exampleJob } from './exampleJob.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { VirtualClock } from './virtualClock.ts';

/** A short outcome of an answered item. */
export const ANSWERED: ItemOutcome = {
  state: 'done',
  answer: { text: '好', reasoning: '', toolCalls: [], finish: 'stop' },
  model: 'ernie-5.1',
};

/** A short outcome of a failed item. */
export const UNSAFE: ItemOutcome = { state: 'failed', failure: { kind: 'unsafe', code: 'unsafe_request' } };

/**
 * A window with a job desk on a real database file. Runs stay in progress until a test ends them or the desk aborts
 * them.
 */
export class BatchWindow {
  readonly ledger: Ledger;
  readonly store: BatchStore;
  readonly desk: JobDesk;
  readonly clock: VirtualClock;
  /** Ids of the jobs that this window ran, in order. */
  readonly runs: string[] = [];
  /** Called when a run starts. */
  onRun: () => void = () => undefined;
  /** Ids of jobs whose run was aborted. */
  readonly aborted: string[] = [];
  readonly removed: string[] = [];
  /** Ids of jobs with files or batches at the service. */
  readonly atService = new Set<string>();
  /** Whether runs continue although they were aborted. */
  isStuck = false;
  readonly #ends = new Map<string, (error?: Error) => void>();

  constructor(clock = new VirtualClock(), folder = temporaryFolder()) {
    this.clock = clock;
    this.ledger = exampleLedger({ clock, folder });
    this.store = new BatchStore(this.ledger, spentOnBatch, clock);
    this.desk = new JobDesk({
      store: this.store,
      run: (job, signal) => this.#run(job, signal),
      removeFolder: async path => void this.removed.push(path),
      removeBudget: async jobId => void this.removed.push(`budget ${jobId}`),
      isAtService: jobId => this.atService.has(jobId),
      clock,
      logger: silentLogger,
    });
  }

  /** Adds a job with `count` items, named `a`, `b`, `c` and so on, optionally in a given state. */
  async add(
    id: string,
    count = 3,
    {
      state,
      plan,
      startAtMs,
      pause,
    }: Partial<Pick<Job, 'state' | 'startAtMs' | 'pause'>> & { plan?: Partial<JobPlan> } = {},
  ): Promise<void> {
    const items = Array.from({ length: count }, (_, index): NewItem => {
      const customId = count <= 26 ? String.fromCharCode(97 + index) : `item-${index + 1}`;
      return { customId, inputHash: 'aa', byteOffset: 0, byteLength: 0 };
    });
    await this.ledger.ready();
    await this.store.add(
      {
        id,
        model: 'ernie-5.1',
        ...(startAtMs !== undefined && { startAtMs }),
        plan: { ...exampleJob().plan, folder: `/batches/${id}`, ...plan },
      },
      items,
    );
    if (state !== undefined || pause !== undefined)
      await this.store.change(id, { ...(state && { state }), ...(pause && { pause }) });
  }

  /** Ends the next waiting items of a job, as a runner does. */
  async end(jobId: string, ...outcomes: readonly ItemOutcome[]): Promise<void> {
    const before = this.store.job(jobId)?.state;
    if (before !== 'running') await this.store.change(jobId, { state: 'running' });
    const runner = await this.store.enter(jobId);
    for (const outcome of outcomes) {
      const [item] = await this.store.claim(jobId, runner, 1);
      if (item === undefined) break;
      await this.ledger.write(
        database =>
          void writeOutcome(
            database,
            { jobId, number: item.number, questionId: item.questionId ?? '' },
            outcome,
            outcome.state === 'done' ? 1_200_000 : undefined,
            this.clock.now(),
          ),
      );
    }
    await this.store.leave(runner);
    if (before !== undefined && before !== 'running') await this.store.change(jobId, { state: before });
  }

  /** Ends a run, as the runner does after its last change to the job. */
  async endRun(jobId: string, error?: Error): Promise<void> {
    const stopped = new Promise<void>(resolve => {
      const unsubscribe = this.desk.onDidStop(() => {
        unsubscribe();
        resolve();
      });
    });
    this.#ends.get(jobId)?.(error);
    await stopped;
  }

  job(id: string): Job | undefined {
    return this.store.job(id);
  }

  async close(): Promise<void> {
    await this.desk.close();
    await this.store.close();
    await this.ledger.close();
  }

  async #run({ id }: Job, signal: AbortSignal): Promise<void> {
    this.runs.push(id);
    this.onRun();
    const ended = new Promise<void>((resolve, reject) => {
      this.#ends.set(id, error => (error === undefined ? resolve() : reject(error)));
      signal.addEventListener('abort', () => {
        this.aborted.push(id);
        if (!this.isStuck) resolve();
      });
    });
    const runner = await this.store.enter(id);
    try {
      await ended;
    } finally {
      await this.store.leave(runner);
    }
  }
}
