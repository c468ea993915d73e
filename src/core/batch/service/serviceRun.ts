import { rm } from 'node:fs/promises';
import { storageError } from '../../database/database.ts';
import { Emitter } from '../../emitter.ts';
import { describeError, WenxinError } from '../../errors.ts';
import { pause as sleep } from '../../pause.ts';
import type { Item } from '../item.ts';
import type { Job, Pause } from '../job.ts';
import { cutPart } from './cutPart.ts';
import type { Part } from './part.ts';
import { PartLease } from './partLease.ts';
import { PartSteps, type StepResult } from './partSteps.ts';
import { pauseFor } from './pauseFor.ts';
import { PartTimes } from './partTimes.ts';
import type { ServiceRunnerOptions } from './serviceRunnerOptions.ts';

/** Heartbeat interval of the lease. */
const BEAT_MS = 10_000;

/** Retry interval after a budget was too small. */
const CUT_AGAIN_MS = 30_000;

/** Maximum number of open parts. */
const MAX_OPEN = 50;

/** Number of items per read. */
const PAGE = 200;

/** One run of a job in this process. */
export class ServiceRun {
  readonly #jobId: string;
  readonly #options: Required<ServiceRunnerOptions>;
  readonly #lease: PartLease;
  readonly #steps: PartSteps;
  readonly #times: PartTimes;
  readonly #changed = new Emitter<void>();
  #isHeld = false;
  #cutAtMs = -Infinity;

  constructor(jobId: string, options: Required<ServiceRunnerOptions>) {
    this.#jobId = jobId;
    this.#options = options;
    this.#lease = new PartLease(jobId, options.file, options.clock);
    this.#steps = new PartSteps(options, this.#lease);
    this.#times = new PartTimes(options.clock);
  }

  /** Runs until the job is over or paused, or the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { store, clock, logger } = this.#options;
    const runnerId = await store.enter(this.#jobId);
    const unsubscribe = store.onDidChange(() => this.#changed.fire());
    const stopBeating = this.#beat();
    try {
      this.#isHeld = await this.#lease.hold();
      for (let waitMs = await this.#turn(signal); waitMs !== undefined; waitMs = await this.#turn(signal)) {
        await sleep(clock, waitMs, signal, this.#changed.event);
      }
    } catch (error) {
      if (!signal.aborted) await this.#failed(error);
    } finally {
      stopBeating();
      unsubscribe();
      await this.#leave(runnerId).catch((error: unknown) => {
        logger.debug(`A batch is not left: ${describeError(error)}`);
      });
    }
  }

  /** Does everything that is due; returns the time until the next action, or `undefined` at the end. */
  async #turn(signal: AbortSignal): Promise<number | undefined> {
    for (;;) {
      signal.throwIfAborted();
      const job = this.#options.store.job(this.#jobId);
      if (job === undefined || job.state === 'paused' || job.state === 'waiting') return undefined;
      if (!this.#isHeld) return this.#isOver(job) ? undefined : BEAT_MS;
      const parts = this.#options.parts.of(this.#jobId).filter(({ state }) => state !== 'gone');
      const due = parts.find(part => this.#times.leftMs(part) <= 0);
      if (due !== undefined) await this.#step(job, due, signal);
      else if (this.#mayCut(job, parts)) await this.#cut(job);
      else if (this.#isOver(job) && parts.length === 0) {
        if (await this.#end(job)) return undefined;
        return BEAT_MS;
      } else return this.#waitMs(job, parts);
    }
  }

  async #step(job: Job, part: Part, signal: AbortSignal): Promise<void> {
    let result: StepResult;
    try {
      result = await this.#steps.step(job, part, signal);
    } catch (error) {
      signal.throwIfAborted();
      const failure = storageError(error, 'A part of a batch cannot be read or written');
      if (!(failure instanceof WenxinError)) throw failure;
      this.#options.logger.debug(`Batch ${this.#jobId}, part ${part.number}: ${describeError(failure)}`);
      const pause = pauseFor(failure);
      this.#times.tryAgain(part, failure.details.retryAfterMs);
      if (pause !== undefined) await this.#pause(job, pause);
      return;
    }
    if (result === 'wait') this.#times.tryAgain(part);
    // Its reservation is released.
    if (result === 'over') this.#cutAtMs = -Infinity;
    if (typeof result === 'object') {
      this.#times.tryAgain(part);
      await this.#pause(job, result.pause);
    }
  }

  #mayCut(job: Job, parts: readonly Part[]): boolean {
    const isTime = this.#options.clock.monotonicMs() >= this.#cutAtMs;
    // Items of a cut part may still be waiting.
    const isHolding = parts.some(({ state }) => state === 'cut');
    return job.state === 'running' && job.counts.waiting > 0 && parts.length < MAX_OPEN && isTime && !isHolding;
  }

  async #cut(job: Job): Promise<void> {
    const { parts, endpoint, windowHours, limits, clock } = this.#options;
    this.#cutAtMs = clock.monotonicMs() + CUT_AGAIN_MS;
    const number = 1 + Math.max(0, ...parts.of(job.id).map(part => part.number));
    try {
      const cut = await cutPart(job, number, this.#waiting(job), limits).catch((error: unknown) => {
        throw inputError(error);
      });
      if (cut === undefined) return;
      const added = await parts.add(
        job,
        number,
        cut,
        { endpoint: endpoint(), windowHours: windowHours() },
        this.#lease,
      );
      if (added === 'wait') await rm(cut.path, { force: true });
      else this.#cutAtMs = -Infinity;
    } catch (error) {
      const pause = error instanceof InputError ? error.pause : error instanceof WenxinError && pauseFor(error);
      if (!pause) throw error;
      // Fetch what the service has first: it is charged, and may cost less than was reserved.
      const isWorking = parts.of(job.id).some(({ state }) => state === 'ordered' || state === 'answered');
      if (!isWorking) await this.#pause(job, pause);
    }
  }

  /** Yields the waiting items in order. */
  async *#waiting(job: Job): AsyncGenerator<Item, void> {
    let after = 0;
    for (;;) {
      const page = this.#options.store.items(job.id, { states: ['waiting'], after, limit: PAGE });
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return;
      after = last.number;
    }
  }

  #waitMs(job: Job, parts: readonly Part[]): number {
    const untilParts = parts.map(part => this.#times.leftMs(part));
    const isCutting = job.state === 'running' && job.counts.waiting > 0;
    const untilCut = isCutting ? this.#cutAtMs - this.#options.clock.monotonicMs() : Infinity;
    return Math.max(1, Math.min(BEAT_MS * 6, untilCut, ...untilParts));
  }

  #isOver({ state, counts }: Job): boolean {
    return state !== 'running' || counts.waiting + counts.running === 0;
  }

  async #end({ state }: Job): Promise<boolean> {
    const { parts, clock } = this.#options;
    return state !== 'running' || (await parts.end(this.#jobId, Math.floor(clock.now())));
  }

  async #pause({ id, state }: Job, pause: Pause): Promise<void> {
    const { parts, logger } = this.#options;
    logger.info(`Batch ${id} is paused: ${pause.reason}, ${pause.detail ?? ''}`);
    if (state === 'running') await parts.pause(id, pause);
  }

  /** Pauses the job so that the user sees the failure, if the pause can be written. */
  async #failed(error: unknown): Promise<void> {
    if (!(error instanceof WenxinError) || error.kind !== 'storage') throw error;
    const detail = describeError(error);
    this.#options.logger.warn(`Batch ${this.#jobId} cannot be written: ${detail}`);
    try {
      await this.#options.parts.pause(this.#jobId, { reason: 'storage', detail });
    } catch (again) {
      this.#options.logger.debug(`Not even its pause: ${describeError(again)}`);
    }
  }

  #beat(): () => void {
    const { clock, logger } = this.#options;
    let cancel = (): void => undefined;
    let isOver = false;
    const next = (): void => {
      cancel = clock.after(BEAT_MS, () => {
        void this.#lease
          .hold()
          .then(isHeld => (this.#isHeld = isHeld))
          .catch((error: unknown) => logger.debug(`A batch's beat is not written: ${describeError(error)}`))
          .finally(() => isOver || next());
      });
    };
    next();
    return () => {
      isOver = true;
      cancel();
    };
  }

  async #leave(runnerId: number): Promise<void> {
    await this.#lease.leave();
    await this.#options.store.leave(runnerId);
  }
}

/** The requests file is missing or was changed, or a part's file cannot be written. */
class InputError extends Error {
  readonly pause: Pause;

  constructor(pause: Pause) {
    super(pause.reason);
    this.pause = pause;
  }
}

function inputError(error: unknown): unknown {
  if (error instanceof WenxinError) return new InputError({ reason: 'input', detail: describeError(error) });
  const failure = storageError(error, 'A part of a batch cannot be written');
  if (!(failure instanceof WenxinError)) return failure;
  return new InputError({ reason: 'storage', detail: describeError(failure) });
}
