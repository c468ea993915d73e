import { LearnedLimits, type LimitSettings, type Sending } from '../../../../src/core/flow/limits/learnedLimits.ts';

/** The start of a minute. */
export const T = 1_700_000_040_000;
/** Settings without limits, so that all limits have to be learned. */
export const SETTINGS: LimitSettings = { maxConcurrency: 64, requestsPerMinute: 0, tokensPerMinute: 0 };
/** A request of a batch. */
export const BATCH: Sending = { isInteractive: false, tokens: 100 };

/** Returns the limits of a new lane. */
export const fresh = (random = 0): LearnedLimits => LearnedLimits.from(undefined, () => random);
/** Returns how long a request of a batch has to wait. */
export const waitMs = (limits: LearnedLimits, nowMs: number, settings = SETTINGS): number =>
  Math.max(0, limits.dueMs(settings, BATCH, nowMs) - nowMs);

/** Sends one request, which is answered after 100 ms. */
export function ask(limits: LearnedLimits, nowMs: number, settings = SETTINGS): void {
  const ticket = limits.sent(settings, BATCH, nowMs);
  limits.answered(ticket, nowMs + 100);
  limits.ended(ticket, 100, nowMs + 100, true);
}

/** Returns the limits as another window reads them. */
export const reread = (limits: LearnedLimits): LearnedLimits =>
  LearnedLimits.from(JSON.parse(JSON.stringify(limits)), () => 0);
