import * as v from 'valibot';
import type { RateLimits } from '../../rateLimits.ts';
import { keptAmount } from './keptNumbers.ts';
import { Pace, keptPace, type Limit } from './pace.ts';

/** Shape of a `LearnedTokens` as it is kept. */
export const keptTokens = v.object({
  /** Tokens per minute, as the service says. */
  told: v.exactOptional(v.pipe(keptAmount, v.minValue(1))),
  pace: keptPace,
});

/** Share of a known limit that is used: estimates are corrected only when an answer has ended. */
const SHARE = 0.95;

/** Paces tokens. There is nothing to learn but the limit that the service says: without one there is no pace. */
export class LearnedTokens {
  #told: number | undefined;
  readonly #pace: Pace;

  constructor(kept?: v.InferOutput<typeof keptTokens>) {
    this.#told = kept?.told;
    this.#pace = new Pace(kept?.pace);
  }

  toJSON(): v.InferOutput<typeof keptTokens> {
    return { ...(this.#told !== undefined && { told: this.#told }), pace: this.#pace.toJSON() };
  }

  /** The service says its limits. Where it has two, for input and output, only their sum can be kept here. */
  told({ tokens, inputTokens, outputTokens }: RateLimits): void {
    const both = inputTokens === undefined || outputTokens === undefined ? undefined : inputTokens + outputTokens;
    const limit = tokens ?? both;
    if (limit !== undefined && Number.isFinite(limit) && limit >= 1) this.#told = limit;
  }

  /** Tokens per minute that hold now, if known: the person's limit or the service's. */
  perMinute(own: number): number | undefined {
    const { perMinute } = this.#limit(own);
    return Number.isFinite(perMinute) ? perMinute : undefined;
  }

  /** @param own the person's limit per minute, 0 for none. */
  dueMs(own: number, tokens: number, isInteractive: boolean, nowMs: number): number {
    return this.#pace.dueMs(tokens, this.#limit(own), isInteractive, nowMs);
  }

  sent(own: number, tokens: number, nowMs: number): void {
    this.#pace.use(tokens, this.#limit(own), nowMs);
  }

  /** A request that was sent at `sentAtMs` as one of `reserved` tokens used so many. */
  ended(reserved: number, used: number, sentAtMs: number): void {
    this.#pace.correct(used - reserved, sentAtMs);
  }

  #limit(own: number): Limit {
    const perMinute = Math.min(own > 0 ? own : Infinity, this.#told ?? Infinity);
    return { perSecond: (SHARE * perMinute) / 60, perMinute };
  }
}
