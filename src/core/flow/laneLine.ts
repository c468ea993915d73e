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

/** No limit holds anybody longer, whatever the clock says. */
const LONGEST_HOLD_MS = 61_000;

/** What one lane's jobs wait for, as far as this window knows; the truth is looked up when one of them is tried. */
export class LaneLine {
  readonly lane: Lane;
  readonly jobs = new WaitingLine<Job>();
  /** What the service said of its limits last. */
  told: RateLimits | undefined;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #phase: Breaker['phase'] = 'closed';
  /** Monotonic times until which the rate holds up jobs that a person waits for, and others. */
  #dueAtMs = { interactive: 0, others: 0 };
  /** No place is free for jobs of this priority, and so for none that is less urgent. */
  #heldFrom: Priority | undefined;
  #openUntilMs = 0;
  #failures = 0;
  #requestsPerMinute: number | undefined;
  /** How long an attempt takes, and how many run at once. */
  #holdMs: number | undefined;
  #slots = 1;

  constructor(lane: Lane, clock: Clock, logger: Logger = silentLogger) {
    this.lane = lane;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** The job whose turn it is, if any may be tried now. */
  next(): Job | undefined {
    const nowMs = this.#clock.monotonicMs();
    return this.jobs.first(nowMs, priority => {
      if (this.#heldFrom !== undefined && priority >= this.#heldFrom) return true;
      return nowMs < (priority <= 1 ? this.#dueAtMs.interactive : this.#dueAtMs.others);
    });
  }

  /** Whether somebody waits for a place, and not for a time. */
  get isHeld(): boolean {
    return this.#heldFrom !== undefined && this.jobs.size > 0;
  }

  /** In how many milliseconds the rate allows one of the waiting; `undefined` when none waits for that. */
  get dueInMs(): number | undefined {
    if (this.jobs.size === 0) return undefined;
    const nowMs = this.#clock.monotonicMs();
    const dues = Object.values(this.#dueAtMs).filter(dueAtMs => dueAtMs > nowMs);
    return dues.length === 0 ? undefined : Math.min(...dues) - nowMs;
  }

  /** In how many milliseconds the endpoint is tried again, and after how many failures; `undefined` when it is in use. */
  get circuit(): { readonly retryAfterMs: number; readonly failures: number } | undefined {
    const retryAfterMs = this.#openUntilMs - this.#clock.monotonicMs();
    return retryAfterMs > 0 ? { retryAfterMs, failures: this.#failures } : undefined;
  }

  /** Why the register let none through: what it was tried for holds up others of its kind. */
  hold({ priority, sending }: Pick<Job, 'priority' | 'sending'>, { why, untilMs = 0, requestsPerMinute }: Hold): void {
    if (why === 'queue') this.full(priority);
    // The wall clock is coarser than the other: what is due in no time is tried again in a while all the same.
    if (why === 'rate') this.due(sending.isInteractive, Math.max(untilMs, this.#clock.now() + 1));
    this.#requestsPerMinute = requestsPerMinute ?? this.#requestsPerMinute;
  }

  /** No place for this priority, until one comes free. */
  full(priority: Priority): void {
    if (this.#heldFrom === undefined || priority < this.#heldFrom) this.#heldFrom = priority;
  }

  /** The rate allows the next of this kind at that wall time. */
  due(isInteractive: boolean, wallMs: number): void {
    const waitMs = Math.min(LONGEST_HOLD_MS, wallMs - this.#clock.now());
    this.#dueAtMs[isInteractive ? 'interactive' : 'others'] = this.#clock.monotonicMs() + waitMs;
  }

  /** What the lane's state is now, by the last transaction that looked. */
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

  /** Nothing is sent for so long. */
  open(retryAfterMs: number, failures: number): void {
    this.#openUntilMs = this.#clock.monotonicMs() + retryAfterMs;
    this.#failures = failures;
  }

  close(): void {
    this.#openUntilMs = 0;
  }

  /** A place may have come free. */
  release(): void {
    this.#heldFrom = undefined;
  }

  /** What a job hears that has so many before it. */
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

  /** How long a question that comes now will wait, in milliseconds, as far as can be told. */
  get expectedWaitMs(): number {
    const turnMs = this.jobs.size === 0 ? 0 : ((this.jobs.size + 1) * (this.#holdMs ?? 0)) / this.#slots;
    return Math.max(this.#dueAtMs.interactive - this.#clock.monotonicMs(), turnMs, 0);
  }
}
