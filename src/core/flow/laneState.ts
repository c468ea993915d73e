import { Breaker } from './breaker.ts';
import { LearnedLimits } from './limits/learnedLimits.ts';

/** What is known of one lane: its limits and its circuit breaker. */
export class LaneState {
  readonly limits: LearnedLimits;
  readonly breaker: Breaker;

  private constructor(limits: LearnedLimits, breaker: Breaker) {
    this.limits = limits;
    this.breaker = breaker;
  }

  /** @param kept an instance, the result of `toJSON`, or anything else for an unknown lane. */
  static from(kept: unknown): LaneState {
    if (kept instanceof LaneState) return kept;
    const { limits, breaker } = typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
    return new LaneState(LearnedLimits.from(limits), Breaker.from(breaker));
  }

  toJSON(): object {
    return { limits: this.limits.toJSON(), breaker: this.breaker.toJSON() };
  }
}
