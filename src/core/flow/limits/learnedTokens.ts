import * as v from 'valibot';
import type { RateLimits } from '../../rateLimits.ts';
import { keptAmount } from './keptNumbers.ts';
import { Pace, keptPace, type Limit } from './pace.ts';

/** Stored form of a `LearnedTokens`. */
export const keptTokens = v.object({
  /** Tokens per minute, as reported by the service. */
  told: v.exactOptional(v.pipe(keptAmount, v.minValue(1))),
  pace: keptPace,
});

/** Share of a known limit that is used, because estimates are corrected only when an answer has ended. */
const SHARE = 0.95;

/** Pacer for tokens. Nothing is learned except the limit that the service reports; without a limit nothing is paced. */
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

  /** Records the limits that the service reports. Separate limits for input and output are combined to their sum. */
  told({ tokens, inputTokens, outputTokens }: RateLimits): void {
    const both = inputTokens === undefined || outputTokens === undefined ? undefined : inputTokens + outputTokens;
    const limit = tokens ?? both;
    if (limit !== undefined && Number.isFinite(limit) && limit >= 1) this.#told = limit;
  }

  /** Returns the effective limit of tokens per minute, if known: the user's or the service's. */
  perMinute(own: number): number | undefined {
    const { perMinute } = this.#limit(own);
    return Number.isFinite(perMinute) ? perMinute : undefined;
  }

  /** @param own the user's limit per minute, 0 for none. */
  dueMs(own: number, tokens: number, isInteractive: boolean, nowMs: number): number {
    return this.#pace.dueMs(tokens, this.#limit(own), isInteractive, nowMs);
  }

  sent(own: number, tokens: number, nowMs: number): void {
    this.#pace.use(tokens, this.#limit(own), nowMs);
  }

  /** Corrects the count of a request that was sent at `sentAtMs` with `reserved` tokens and used `used`. */
  ended(reserved: number, used: number, sentAtMs: number): void {
    this.#pace.correct(used - reserved, sentAtMs);
  }

  #limit(own: number): Limit {
    const perMinute = Math.min(own > 0 ? own : Infinity, this.#told ?? Infinity);
    return { perSecond: (SHARE * perMinute) / 60, perMinute };
  }
}
