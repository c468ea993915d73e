import type { BatchStore } from '../../core/batch/batchStore.ts';
import type { Job, JobState, Pause } from '../../core/batch/job.ts';
import { type JobPhase, jobPhase } from '../../core/batch/jobPhase.ts';
import type { Clock } from '../../core/clock.ts';
import { Emitter } from '../../core/emitter.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { within } from '../../core/within.ts';
import { JobHours } from './jobHours.ts';

/** VS Code waits for little longer when it closes a window, and the ledger has to be closed after that. */
const GIVE_BACK_MS = 150;

const BEGUN = { state: 'running', pause: undefined, startAtMs: undefined } as const;

/** What a desk works with. */
export interface JobDeskParts {
  readonly store: BatchStore;
  /** Asks a job's items until it is done, paused or cancelled, or the signal aborts; then it gives back what it holds. */
  readonly run: (job: Job, signal: AbortSignal) => Promise<void>;
  readonly removeFolder: (folder: string) => Promise<void>;
  /** Takes away the budget that was set for a job, if there was one. */
  readonly removeBudget: (jobId: string) => Promise<void>;
  /** Whether something of a job is at the service's batch inference, which goes on charging. */
  readonly isAtService: (jobId: string) => boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A job that this window runs. */
interface Run {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
  /** The person wants it to be run while it was about to stop. */
  isWanted: boolean;
}

/** The jobs of one window: begins, pauses and ends them, and knows which of them it runs itself. */
export class JobDesk {
  readonly #parts: JobDeskParts;
  readonly #runs = new Map<string, Run>();
  readonly #hours: JobHours;
  readonly #started = new Emitter<string>();
  readonly #stopped = new Emitter<Job>();
  readonly #missed = new Emitter<Job>();
  #isClosed = false;

  /** Fired when this window begins to run a job, with its id. */
  readonly onDidStart = this.#started.event;
  /** Fired when this window runs a job no more: it is done, paused or cancelled. Not when the window is closed. */
  readonly onDidStop = this.#stopped.event;
  /** Fired once for each job whose hour passed while nobody could begin it. */
  readonly onDidMiss = this.#missed.event;

  constructor(parts: JobDeskParts) {
    this.#parts = parts;
    this.#hours = new JobHours({
      ...parts,
      begin: (job, from) => this.#begin(job.id, from),
      onMissed: job => this.#missed.fire(job),
    });
  }

  get store(): BatchStore {
    return this.#parts.store;
  }

  isHere(jobId: string): boolean {
    return this.#runs.has(jobId);
  }

  /** Whether something of the job is at the service's batch inference, which goes on charging. */
  isAtService(jobId: string): boolean {
    return this.#parts.isAtService(jobId);
  }

  phase(job: Job): JobPhase {
    return jobPhase(job, this.isHere(job.id), this.#parts.clock.now());
  }

  /** Keeps an eye on jobs that wait for their hour. */
  watch(): void {
    this.#hours.look();
  }

  /** Runs a job in this window, whatever it waited for; also beside windows that run it already. Throws `storage`. */
  async start(jobId: string): Promise<void> {
    if (this.#isClosed || !(await this.store.change(jobId, BEGUN, ['waiting', 'running', 'paused']))) return;
    const run = this.#runs.get(jobId);
    if (run === undefined) this.#run(jobId);
    else run.isWanted = true;
  }

  /** Nothing more is sent; what was sent is still answered. Throws `storage`. */
  async pause(jobId: string): Promise<void> {
    const paused = { state: 'paused', pause: { reason: 'person' }, startAtMs: undefined } as const;
    await this.store.change(jobId, paused, ['waiting', 'running', 'paused']);
  }

  /** Items that wait are not asked any more; results are kept. Throws `storage`. */
  async cancel(jobId: string): Promise<void> {
    await this.store.cancel(jobId);
    if (this.store.job(jobId)?.plan.way === 'service') this.finish(jobId);
  }

  /** Runs to its end what was handed to the service of a job that is over: it is stopped there, and fetched. */
  finish(jobId: string): void {
    const run = this.#runs.get(jobId);
    if (run === undefined) this.#run(jobId);
    else run.isWanted = true;
  }

  /** Items that failed are asked again, in this window. Throws `storage`. */
  async retryFailed(jobId: string): Promise<void> {
    await this.store.retryFailed(jobId);
    await this.start(jobId);
  }

  /** All that is not asked yet goes to another model. Throws `storage`. */
  async setModel(jobId: string, model: string): Promise<void> {
    await this.store.change(jobId, { model });
  }

  /** The job begins, or goes on, at that hour. Throws `storage`. */
  async schedule(jobId: string, startAtMs: number): Promise<void> {
    await this.store.change(jobId, { state: 'waiting', pause: undefined, startAtMs }, ['waiting', 'running', 'paused']);
    this.#hours.look();
  }

  /**
   * Takes the job away with its folder and its budget. Its bookings stay. What is at the service is forgotten, and charged all
   * the same. Throws `storage`.
   */
  async remove({ id, plan }: Job): Promise<void> {
    const run = this.#runs.get(id);
    if (run !== undefined) {
      await this.store.cancel(id);
      run.isWanted = false;
      run.stop.abort();
      await run.ended;
    }
    await this.store.remove(id);
    const { removeFolder, removeBudget, logger } = this.#parts;
    for (const removed of await Promise.allSettled([removeFolder(plan.folder), removeBudget(id)])) {
      if (removed.status === 'rejected') logger.warn(`Something of a batch stays: ${describeError(removed.reason)}`);
    }
  }

  /** Gives back at once what this window holds. The jobs stay as they are, for the next window to be asked about. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#hours.close();
    const runs = [...this.#runs.values()];
    for (const { stop } of runs) stop.abort();
    const ended = runs.map(run => run.ended);
    await within(this.#parts.clock, GIVE_BACK_MS, ended);
  }

  async #begin(jobId: string, from: JobState): Promise<void> {
    if (this.#isClosed || this.isHere(jobId)) return;
    if (await this.store.change(jobId, BEGUN, [from])) this.#run(jobId);
  }

  #run(jobId: string): void {
    const job = this.store.job(jobId);
    if (this.#isClosed || job === undefined || this.isHere(jobId)) return;
    const stop = new AbortController();
    this.#runs.set(jobId, { stop, ended: this.#whileRunning(job, stop.signal), isWanted: false });
    this.#started.fire(jobId);
  }

  async #whileRunning(job: Job, signal: AbortSignal): Promise<void> {
    const { run, logger } = this.#parts;
    try {
      await run(job, signal);
    } catch (error) {
      if (!signal.aborted) {
        logger.error(`A batch stopped: ${describeError(error)}`);
        await this.#pauseFor(job.id, { reason: 'storage', detail: describeError(error) });
      }
    }
    const isWanted = this.#runs.get(job.id)?.isWanted ?? false;
    this.#runs.delete(job.id);
    if (this.#isClosed) return;
    this.#hours.look();
    const after = this.store.job(job.id);
    if (after === undefined) return;
    const isLeft = after.state === 'running' || (after.state === 'cancelled' && this.isAtService(job.id));
    if (isWanted && isLeft) this.#run(job.id);
    else this.#stopped.fire(after);
  }

  /** What a person cancelled stays so. Where not even that can be written, the job counts as interrupted. */
  async #pauseFor(jobId: string, pause: Pause): Promise<void> {
    try {
      await this.store.change(jobId, { state: 'paused', pause }, ['waiting', 'running', 'paused', 'done']);
    } catch (error) {
      this.#parts.logger.warn(`A batch is not marked as paused: ${describeError(error)}`);
    }
  }
}
