import type { BatchStore } from '../../core/batch/batchStore.ts';
import type { Job, JobState, Pause } from '../../core/batch/job.ts';
import { type JobPhase, jobPhase } from '../../core/batch/jobPhase.ts';
import type { Clock } from '../../core/clock.ts';
import { Emitter } from '../../core/emitter.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { within } from '../../core/within.ts';
import { JobHours } from './jobHours.ts';

/** VS Code waits little longer than this when it closes a window, and the ledger has to be closed afterwards. */
const GIVE_BACK_MS = 150;

const BEGUN = { state: 'running', pause: undefined, startAtMs: undefined } as const;

/** What a desk depends on. */
export interface JobDeskParts {
  readonly store: BatchStore;
  /** Processes a job's items until it is done, paused or cancelled, or the signal aborts; then releases its claims. */
  readonly run: (job: Job, signal: AbortSignal) => Promise<void>;
  readonly removeFolder: (folder: string) => Promise<void>;
  /** Removes the job's own budget, if any. */
  readonly removeBudget: (jobId: string) => Promise<void>;
  /** Returns whether part of a job is at the service's batch inference, which goes on charging. */
  readonly isAtService: (jobId: string) => boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A job that is running in this window. */
interface Run {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
  /** Set when the job is started again while this run is stopping. */
  isWanted: boolean;
}

/** The jobs of one window: starts, pauses and ends them, and knows which of them this window runs. */
export class JobDesk {
  readonly #parts: JobDeskParts;
  readonly #runs = new Map<string, Run>();
  readonly #hours: JobHours;
  readonly #started = new Emitter<string>();
  readonly #stopped = new Emitter<Job>();
  readonly #missed = new Emitter<Job>();
  #isClosed = false;

  /** Fires with a job's id when this window starts to run it. */
  readonly onDidStart = this.#started.event;
  /** Fires when this window stops running a job because it is done, paused or cancelled; not when the window closes. */
  readonly onDidStop = this.#stopped.event;
  /** Fires once for each job whose hour passed while no window could start it. */
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

  /** Returns whether part of the job is at the service's batch inference, which goes on charging. */
  isAtService(jobId: string): boolean {
    return this.#parts.isAtService(jobId);
  }

  phase(job: Job): JobPhase {
    return jobPhase(job, this.isHere(job.id), this.#parts.clock.now());
  }

  /** Starts watching for jobs that are due. */
  watch(): void {
    this.#hours.look();
  }

  /** Runs a job in this window now, even if it is scheduled or other windows run it already. Throws `storage`. */
  async start(jobId: string): Promise<void> {
    if (this.#isClosed || !(await this.store.change(jobId, BEGUN, ['waiting', 'running', 'paused']))) return;
    const run = this.#runs.get(jobId);
    if (run === undefined) this.#run(jobId);
    else run.isWanted = true;
  }

  /** Pauses a job: nothing more is sent, but requests in progress finish. Throws `storage`. */
  async pause(jobId: string): Promise<void> {
    const paused = { state: 'paused', pause: { reason: 'person' }, startAtMs: undefined } as const;
    await this.store.change(jobId, paused, ['waiting', 'running', 'paused']);
  }

  /** Cancels a job: waiting items are not sent, and results are kept. Throws `storage`. */
  async cancel(jobId: string): Promise<void> {
    await this.store.cancel(jobId);
    if (this.store.job(jobId)?.plan.way === 'service') this.finish(jobId);
  }

  /** Finishes what an ended job still has at the service: stops it there and fetches its answers. */
  finish(jobId: string): void {
    const run = this.#runs.get(jobId);
    if (run === undefined) this.#run(jobId);
    else run.isWanted = true;
  }

  /** Retries failed items in this window. Throws `storage`. */
  async retryFailed(jobId: string): Promise<void> {
    await this.store.retryFailed(jobId);
    await this.start(jobId);
  }

  /** Sends all items that are not sent yet to another model. Throws `storage`. */
  async setModel(jobId: string, model: string): Promise<void> {
    await this.store.change(jobId, { model });
  }

  /** Starts or resumes the job at that wall time. Throws `storage`. */
  async schedule(jobId: string, startAtMs: number): Promise<void> {
    await this.store.change(jobId, { state: 'waiting', pause: undefined, startAtMs }, ['waiting', 'running', 'paused']);
    this.#hours.look();
  }

  /**
   * Deletes the job with its folder and its budget; its bookings stay. Work at the service is forgotten, but still
   * charged. Throws `storage`.
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

  /** Releases what this window holds. The jobs keep their state, so that the next window can ask about them. */
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

  /** Pauses a job, unless the user cancelled it. When even that cannot be written, the job counts as interrupted. */
  async #pauseFor(jobId: string, pause: Pause): Promise<void> {
    try {
      await this.store.change(jobId, { state: 'paused', pause }, ['waiting', 'running', 'paused', 'done']);
    } catch (error) {
      this.#parts.logger.warn(`A batch is not marked as paused: ${describeError(error)}`);
    }
  }
}
