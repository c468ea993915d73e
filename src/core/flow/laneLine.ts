import type { Hold, Lane } from '../admission.ts';
import type { Waiting } from '../chat.ts';
import type { Clock } from '../clock.ts';
import { type Logger, silentLogger } from '../logger.ts';
import type { RateLimits } from '../rateLimits.ts';
import type { FlowSettings } from './admissionCheck.ts';
import type { Breaker } from './breaker.ts';
import type { Job } from './job.ts';
import type { LaneState } from './laneState.ts';
import type { Priority } from '../priority.ts';
import { WaitingLine } from './waitingLine.ts';

/** Upper bound for a rate hold, in case the clock was changed. */
const LONGEST_HOLD_MS = 61_000;

/** Jobs of one lane and what they wait for, as far as this window knows; the register is authoritative. */
export class LaneLine {
  readonly lane: Lane;
  readonly jobs = new WaitingLine<Job>();
  /** The limits the service last reported. */
  told: RateLimits | undefined;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #phase: Breaker['phase'] = 'closed';
  /** Monotonic times until which the rate limits hold interactive jobs, and others. */
  #dueAtMs = { interactive: 0, others: 0 };
  /** There is no free slot for this priority, and so for no lower one. */
  #heldFrom: Priority | undefined;
  #openUntilMs = 0;
  #failures = 0;
  #requestsPerMinute: number | undefined;
  /** Mean duration of an attempt in ms, and the number of concurrent attempts. */
  #holdMs: number | undefined;
  #slots = 1;

  constructor(lane: Lane, clock: Clock, logger: Logger = silentLogger) {
    this.lane = lane;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Returns the next job that may be tried now. */
  next(): Job | undefined {
    const nowMs = this.#clock.monotonicMs();
    return this.jobs.first(nowMs, priority => {
      if (this.#heldFrom !== undefined && priority >= this.#heldFrom) return true;
      return nowMs < (priority <= 1 ? this.#dueAtMs.interactive : this.#dueAtMs.others);
    });
  }

  /** Whether jobs wait for a slot, rather than for a time. */
  get isHeld(): boolean {
    return this.#heldFrom !== undefined && this.jobs.size > 0;
  }

  /** Milliseconds until the rate limits allow a waiting job; `undefined` if none waits for that. */
  get dueInMs(): number | undefined {
    if (this.jobs.size === 0) return undefined;
    const nowMs = this.#clock.monotonicMs();
    const dues = Object.values(this.#dueAtMs).filter(dueAtMs => dueAtMs > nowMs);
    return dues.length === 0 ? undefined : Math.min(...dues) - nowMs;
  }

  /** Time to the next probe in ms, and the failures so far; `undefined` unless the circuit is known to be open. */
  get circuit(): { readonly retryAfterMs: number; readonly failures: number } | undefined {
    const retryAfterMs = this.#openUntilMs - this.#clock.monotonicMs();
    return retryAfterMs > 0 ? { retryAfterMs, failures: this.#failures } : undefined;
  }

  /** Records why the register did not admit a job; the hold applies to all jobs of its kind. */
  hold({ priority, sending }: Pick<Job, 'priority' | 'sending'>, { why, untilMs = 0, requestsPerMinute }: Hold): void {
    if (why === 'queue') this.full(priority);
    // The wall clock is coarser than the monotonic clock; wait at least 1 ms.
    if (why === 'rate') this.due(sending.isInteractive, Math.max(untilMs, this.#clock.now() + 1));
    this.#requestsPerMinute = requestsPerMinute ?? this.#requestsPerMinute;
  }

  /** Holds this priority until a slot comes free. */
  full(priority: Priority): void {
    if (this.#heldFrom === undefined || priority < this.#heldFrom) this.#heldFrom = priority;
  }

  /** Sets the wall time from which the rate limits allow the next job of this kind. */
  due(isInteractive: boolean, wallMs: number): void {
    const waitMs = Math.min(LONGEST_HOLD_MS, wallMs - this.#clock.now());
    this.#dueAtMs[isInteractive ? 'interactive' : 'others'] = this.#clock.monotonicMs() + waitMs;
  }

  /** Takes over the lane's state as of the last transaction. */
  see({ limits, breaker }: LaneState, settings: FlowSettings, nowMs: number): void {
    this.#holdMs = limits.holdMs;
    this.#slots = Math.min(settings.maxConcurrency, limits.concurrency(settings));
    this.#requestsPerMinute = limits.requestsPerMinute(settings);
    this.#note(breaker);
    const verdict = breaker.verdict(settings, nowMs, () => true, false);
    if (typeof verdict === 'object') this.open(verdict.retryAtMs - nowMs, verdict.failures);
    else this.close();
  }

  #note({ phase, failures }: Breaker): void {
    if (phase === this.#phase) return;
    this.#phase = phase;
    const way = `${this.lane.endpoint} (${this.lane.model})`;
    if (phase === 'open') this.#logger.warn(`Circuit of ${way} opened after ${failures} failures in a row`);
    if (phase === 'probing') this.#logger.info(`Circuit of ${way}: one request probes whether it works again`);
    if (phase === 'closed') this.#logger.info(`Circuit of ${way} closed: it works again`);
  }

  /** Notes that the circuit is open for this long. */
  open(retryAfterMs: number, failures: number): void {
    this.#openUntilMs = this.#clock.monotonicMs() + retryAfterMs;
    this.#failures = failures;
  }

  close(): void {
    this.#openUntilMs = 0;
  }

  /** Lifts the hold, because a slot may have come free. */
  release(): void {
    this.#heldFrom = undefined;
  }

  /** Returns the waiting event for a job with `position` jobs before it. */
  waiting({ sending }: Job, position: number): Waiting {
    const nowMs = this.#clock.monotonicMs();
    const dueMs = this.#dueAtMs[sending.isInteractive ? 'interactive' : 'others'] - nowMs;
    const turnMs = this.#holdMs === undefined ? 0 : ((position + 1) * this.#holdMs) / this.#slots;
    const waitMs = Math.max(dueMs, turnMs);
    return {
      type: 'waiting',
      ...(dueMs > 0 ? { why: 'rate' } : { why: 'queue', position }),
      ...(waitMs > 0 && { untilMs: Math.round(this.#clock.now() + waitMs) }),
      ...(dueMs > 0 && this.#requestsPerMinute !== undefined && { requestsPerMinute: this.#requestsPerMinute }),
    };
  }

  /** Estimated wait of a question asked now, in milliseconds. */
  get expectedWaitMs(): number {
    const turnMs = this.jobs.size === 0 ? 0 : ((this.jobs.size + 1) * (this.#holdMs ?? 0)) / this.#slots;
    return Math.max(this.#dueAtMs.interactive - this.#clock.monotonicMs(), turnMs, 0);
  }
}
