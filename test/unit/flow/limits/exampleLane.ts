import { LearnedLimits, type LimitSettings, type Sending } from '../../../../src/core/flow/limits/learnedLimits.ts';

/** At a minute's edge. */
export const T = 1_700_000_040_000;
/** All is to be learned. */
export const SETTINGS: LimitSettings = { maxConcurrency: 64, requestsPerMinute: 0, tokensPerMinute: 0 };
/** A batch's request. */
export const BATCH: Sending = { isInteractive: false, tokens: 100 };

/** A lane of which nothing is known. */
export const fresh = (random = 0): LearnedLimits => LearnedLimits.from(undefined, () => random);
/** How long a batch's request has to wait. */
export const waitMs = (limits: LearnedLimits, nowMs: number, settings = SETTINGS): number =>
  Math.max(0, limits.dueMs(settings, BATCH, nowMs) - nowMs);

/** One request that is answered after 100 ms. */
export function ask(limits: LearnedLimits, nowMs: number, settings = SETTINGS): void {
  const ticket = limits.sent(settings, BATCH, nowMs);
  limits.answered(ticket, nowMs + 100);
  limits.ended(ticket, 100, nowMs + 100, true);
}

/** What another window reads. */
export const reread = (limits: LearnedLimits): LearnedLimits =>
  LearnedLimits.from(JSON.parse(JSON.stringify(limits)), () => 0);
