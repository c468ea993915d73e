import { abortable } from '../../abortable.ts';
import { Emitter } from '../../emitter.ts';
import { describeError, WenxinError } from '../../errors.ts';
import { pause as sleep } from '../../pause.ts';
import { within } from '../../within.ts';
import { type AfterFailure, afterFailure, failureOf } from '../afterFailure.ts';
import type { Item, Lease } from '../item.ts';
import type { Job, JobStanding, Pause } from '../job.ts';
import type { JobRunnerOptions } from '../jobRunnerOptions.ts';
import { type Asked, AskedItem } from './askedItem.ts';
import { ItemWrites } from './itemWrites.ts';
import { Ramp } from './ramp.ts';
import { ReadAhead, type ReadItem } from './readAhead.ts';
import { Reach } from './reach.ts';

/** Polling interval for changes by other processes, such as a pause or items given back. */
const LOOK_MS = 500;
/** Interval of checks for dead runners that hold the last items. */
const SWEEP_MS = 2_000;
/** Minimum and maximum number of items to read ahead. */
const LEAST_AHEAD = 2;
const MOST_AHEAD = 16;
/** How long an aborted `run` waits for items to be given back; this then continues in the background. */
const LEAVE_LIMIT_MS = 3_000;

const NEVER = new AbortController().signal;

/** One run of a job in this process, from registering as a runner to unregistering. */
export class JobRun {
  readonly #job: Job;
  readonly #options: JobRunnerOptions;
  readonly #reach: Reach;
  readonly #ramp: Ramp;
  readonly #writes: ItemWrites;
  /** Fires to wake up the main loop. */
  readonly #news = new Emitter<void>();
  #runnerId = 0;
  /** The job's current model. */
  #model: string;
  readonly #ahead: ReadAhead;
  readonly #asked = new Set<AskedItem>();
  /** Number of items answered by the service so far. */
  #answers = 0;
  #sweptAtMs: number;
  #isStopped = false;
  #pause: Pause | undefined;
  #defect: { readonly error: unknown } | undefined;

  constructor(job: Job, options: JobRunnerOptions) {
    const { clock } = options;
    this.#job = job;
    this.#model = job.model;
    this.#options = options;
    this.#reach = new Reach(clock);
    this.#ramp = new Ramp(clock);
    this.#writes = new ItemWrites({
      ...options,
      onStuck: error => this.#stop({ reason: 'storage', detail: describeError(error) }),
      onDefect: error => this.#failed(error),
      onWritten: () => this.#news.fire(),
    });
    this.#ahead = new ReadAhead({ ...options, job, writes: this.#writes, onUnreadable: pause => this.#stop(pause) });
    this.#sweptAtMs = clock.monotonicMs();
  }

  /** Runs until the job is done, paused or aborted. Returns the pause if this run paused the job. */
  async run(signal: AbortSignal): Promise<Pause | undefined> {
    const { store, clock } = this.#options;
    this.#runnerId = await store.enter(this.#job.id);
    const unsubscribe = store.onDidChange(() => {
      this.#look();
      this.#news.fire();
    });
    const onAbort = (): void => {
      this.#stop();
      for (const asked of this.#asked) asked.leave();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      while (!this.#isStopped) await this.#turn();
    } catch (error) {
      this.#failed(error);
    }
    const leaving = this.#leave().finally(unsubscribe);
    try {
      await abortable(leaving, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      await within(clock, LEAVE_LIMIT_MS, [leaving]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
    if (this.#defect !== undefined) throw this.#defect.error;
    return this.#pause;
  }

  async #turn(): Promise<void> {
    const { store, clock } = this.#options;
    const standing = this.#look();
    this.#start();
    const count = this.#isStopped ? 0 : this.#toClaim(standing);
    if (count > 0 && (await this.#claim(count)) > 0) return;
    const isIdle = this.#ahead.size === 0 && this.#asked.size === 0 && this.#writes.size === 0;
    if (isIdle && standing?.isOver === true && (await this.#writes.insist(() => store.endIfDone(this.#job.id))))
      this.#stop();
    if (this.#isStopped) return;
    const { dueInMs } = this.#reach;
    await sleep(clock, dueInMs > 0 ? Math.min(dueInMs, LOOK_MS) : LOOK_MS, NEVER, this.#news.event);
  }

  /** Reads the job's state, and stops the run if the job is no longer `running`. */
  #look(): JobStanding | undefined {
    try {
      const standing = this.#options.store.standing(this.#job.id);
      if (standing === undefined) return undefined;
      if (standing === 'gone' || standing.state !== 'running') {
        this.#stop();
        return undefined;
      }
      this.#model = standing.model;
      return standing;
    } catch (error) {
      this.#unwritten(error);
      return undefined;
    }
  }

  get #room(): number {
    return this.#reach.room(Math.max(1, Math.min(Math.floor(this.#options.concurrency()), this.#ramp.most)));
  }

  #toClaim(standing: JobStanding | undefined): number {
    const ahead = this.#reach.isLost ? 1 : Math.min(MOST_AHEAD, Math.max(LEAST_AHEAD, this.#room));
    if (2 * this.#ahead.size > ahead) return 0;
    if (standing?.isWaiting === true) return ahead - this.#ahead.size;
    const nowMs = this.#options.clock.monotonicMs();
    if (standing === undefined || standing.isOver || nowMs - this.#sweptAtMs < SWEEP_MS) return 0;
    this.#sweptAtMs = nowMs;
    return 1;
  }

  /** Returns the number of claimed items; other runners may have claimed them first. */
  async #claim(count: number): Promise<number> {
    let items: readonly Item[];
    try {
      items = await this.#options.store.claim(this.#job.id, this.#runnerId, count);
    } catch (error) {
      this.#unwritten(error);
      return 0;
    }
    await this.#ahead.add(items);
    this.#start();
    return items.length;
  }

  /** Asks items until all slots are in use. */
  #start(): void {
    while (!this.#isStopped && this.#asked.size + this.#writes.late < this.#room) {
      const next = this.#ahead.next();
      if (next === undefined) return;
      void this.#ask(next);
    }
  }

  async #ask({ item, lease, line }: ReadItem): Promise<void> {
    const { backend, clock } = this.#options;
    const asked = new AskedItem(item, line, {
      lease,
      plan: this.#job.plan,
      model: this.#model,
      clock,
      onAnswering: () => this.#reach.back(),
    });
    this.#asked.add(asked);
    const answersBefore = this.#answers;
    try {
      const result = await asked.ask(backend);
      this.#asked.delete(asked);
      this.#settle(asked, result, this.#answers > answersBefore);
    } catch (error) {
      this.#asked.delete(asked);
      this.#failed(error);
    }
    this.#start();
    this.#news.fire();
  }

  #settle(asked: AskedItem, result: Asked, isAlone: boolean): void {
    const { item, lease, sent, hasOwnModel } = asked;
    const { clock, logger } = this.#options;
    switch (result.type) {
      case 'left':
        this.#writes.giveBack(lease, false);
        break;
      case 'booked':
        this.#answers++;
        this.#ramp.answered();
        this.#writes.booked(lease);
        break;
      case 'answered':
        this.#ramp.answered();
        this.#writes.finish(lease, result.outcome);
        break;
      case 'failed': {
        const { error } = result;
        const after = afterFailure(error, { tries: item.tries, sent, isAlone, hasOwnModel, nowMs: clock.now() });
        logger.debug(`Item ${item.number} of batch ${this.#job.id}: ${describeError(error)}: ${after.next}`);
        this.#after(lease, error, after);
      }
    }
  }

  #after(lease: Lease, error: WenxinError, after: AfterFailure): void {
    switch (after.next) {
      case 'pause':
        this.#stop(after.pause);
        this.#writes.giveBack(lease, false);
        break;
      case 'wait':
        this.#reach.lost(error.details.retryAfterMs);
        this.#writes.giveBack(lease, false);
        break;
      case 'again':
        this.#reach.back();
        this.#writes.giveBack(lease, true);
        break;
      case 'fail':
        this.#reach.back();
        this.#writes.finish(lease, { state: 'failed', failure: failureOf(error.kind, error.details) });
    }
  }

  /** Pauses the job on a `storage` error, because results could not be stored. Rethrows other errors. */
  #unwritten(error: unknown): void {
    if (!(error instanceof WenxinError) || error.kind !== 'storage') throw error;
    this.#stop({ reason: 'storage', detail: describeError(error) });
  }

  /** Stops asking. Requests already sent are charged, so their answers are awaited. */
  #stop(pause?: Pause): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    const { store, logger } = this.#options;
    if (pause !== undefined) {
      logger.info(`Batch ${this.#job.id} is paused: ${pause.reason}: ${pause.detail ?? ''}`);
      this.#writes.add(async () => {
        if (await store.change(this.#job.id, { state: 'paused', pause }, ['running'])) this.#pause = pause;
      });
    }
    for (const asked of this.#asked) asked.leaveUnlessSent();
    this.#news.fire();
  }

  #failed(error: unknown): void {
    this.#defect ??= { error };
    this.#stop();
  }

  async #leave(): Promise<void> {
    this.#ahead.giveBack();
    while (this.#asked.size > 0 || this.#writes.size > 0) {
      await sleep(this.#options.clock, LOOK_MS, NEVER, this.#news.event);
    }
    await this.#writes.insist(() => this.#options.store.leave(this.#runnerId));
  }
}
