import type { Entry, Permit, Register, SharedState } from '../admission.ts';
import type { Booking } from '../booking.ts';
import { type ChatEvent, isContent } from '../chat.ts';
import type { Clock } from '../clock.ts';
import type { RateLimits } from '../rateLimits.ts';
import type { Admitted, FlowSettings } from './admissionCheck.ts';
import type { ExpectedOutput } from './expectedOutput.ts';
import type { Job } from './job.ts';
import { learn } from './laneLearning.ts';
import type { LaneLine } from './laneLine.ts';
import { LaneState } from './laneState.ts';

interface QueuedPermitOptions {
  /** Called when the slot is free again. */
  readonly onReleased: () => void;
  readonly line: LaneLine;
  readonly job: Job;
  readonly entry: Entry;
  readonly admitted: Admitted;
  readonly expected: ExpectedOutput;
  readonly register: Register;
  readonly settings: () => FlowSettings;
  readonly clock: Clock;
}

/** The slot of an admitted attempt. When it is released, the lane's state is updated with the attempt's result. */
export class QueuedPermit implements Permit {
  readonly limited?: NonNullable<Permit['limited']>;
  readonly #options: QueuedPermitOptions;
  #firstContentAtMs: number | undefined;
  #booking: Booking | undefined;

  constructor(options: QueuedPermitOptions) {
    this.#options = options;
    if (options.entry.limited !== undefined) this.limited = options.entry.limited;
  }

  answerStarted(requestId: string | undefined): void {
    this.#options.entry.answerStarted(requestId);
  }

  /** Most answers repeat the known limits; then nothing is written. */
  limits(limits: RateLimits): void {
    const { line, register } = this.#options;
    const isKnown = line.told !== undefined && isSame(line.told, limits);
    line.told = limits;
    if (!isKnown) register.change(shared => this.#change(shared, state => state.limits.told(limits, shared.nowMs)));
  }

  refused(): void {
    this.#options.entry.refused();
  }

  observe(event: ChatEvent): void {
    const { entry, admitted, line, register, clock } = this.#options;
    entry.observe(event);
    if (this.#firstContentAtMs !== undefined || !isContent(event)) return;
    this.#firstContentAtMs = clock.now();
    if (!admitted.isSuspicious) return;
    // The endpoint works again; other jobs need not wait until this answer is complete.
    line.close();
    register.change(shared => this.#change(shared, state => state.breaker.succeeded()));
  }

  settle(outcome: Booking['outcome'], failure?: unknown): Booking {
    if (this.#booking !== undefined) return this.#booking;
    const { onReleased, line, entry, job, admitted, expected, settings, clock } = this.#options;
    const ending = {
      outcome,
      failure,
      firstContentAtMs: this.#firstContentAtMs,
      endedAtMs: clock.now(),
      hasResent: job.request.hasResent === true,
      isWaitedFor: line.jobs.size > 0,
    };
    this.#booking = entry.settle(outcome, failure, (shared, { usage }) => {
      const ended = { ...ending, usedTokens: usage.inputTokens + usage.outputTokens };
      this.#change(shared, state => learn(state, admitted, ended, settings()));
    });
    if (outcome === 'ok') expected.seen(job.request.feature, this.#booking.usage.outputTokens);
    onReleased();
    return this.#booking;
  }

  #change(shared: SharedState, change: (state: LaneState) => void): void {
    const { job, line, settings } = this.#options;
    const state = LaneState.from(shared.lane(job.lane));
    change(state);
    shared.keepLane(job.lane, state);
    line.see(state, settings(), shared.nowMs);
  }
}

/** The remaining amounts change with every answer; only zero is relevant. */
function isSame(one: RateLimits, other: RateLimits): boolean {
  const isSameLimit =
    one.requests === other.requests &&
    one.tokens === other.tokens &&
    one.inputTokens === other.inputTokens &&
    one.outputTokens === other.outputTokens;
  return isSameLimit && !hasNothingLeft(other);
}

function hasNothingLeft(limits: RateLimits): boolean {
  const remaining = [
    limits.remainingRequests,
    limits.remainingTokens,
    limits.remainingInputTokens,
    limits.remainingOutputTokens,
  ];
  return remaining.includes(0);
}
