import * as v from 'valibot';
import type { RateLimits } from '../../rateLimits.ts';
import { keptAmount } from './keptNumbers.ts';
import { LearnedConcurrency, keptConcurrency } from './learnedConcurrency.ts';
import { LearnedRate, keptRate } from './learnedRate.ts';
import { LearnedTokens, keptTokens } from './learnedTokens.ts';

/** What the person's settings say of limits. */
export interface LimitSettings {
  /** Requests in flight at most. */
  readonly maxConcurrency: number;
  /**
   * Requests and tokens per minute; 0: learn from the service. Both are caps: a person's own limit always holds, in any
   * sliding minute.
   */
  readonly requestsPerMinute: number;
  readonly tokensPerMinute: number;
}

/** What a request is going to use. */
export interface Sending {
  readonly isInteractive: boolean;
  /** Estimated input and expected output together. */
  readonly tokens: number;
}

/** Given out with each request that is sent, and handed back with what became of it. Plain JSON. */
export interface Ticket {
  readonly sentAtMs: number;
  readonly tokens: number;
  /** The window of concurrency, and the number of cuts of the rate, that it was sent in. */
  readonly window: number;
  readonly cuts: number;
}

const kept = v.object({
  version: v.literal(1),
  concurrency: keptConcurrency,
  rate: keptRate,
  tokens: keptTokens,
  holdMs: v.exactOptional(keptAmount),
  pauseUntilMs: keptAmount,
});

const MINUTE_MS = 60_000;
const LONGEST_PAUSE_MS = 61_000;

/**
 * What is known of the limits of one lane (an account's model on one endpoint), and what follows from it for the next
 * request. It learns from answers, refusals and failures, as `LearnedConcurrency`, `LearnedRate` and `LearnedTokens` say.
 *
 * It has neither clock nor timers: all times are wall times in ms. Whoever sends asks `dueMs`, says `sent`, then
 * `answered`, `refused` or `failed`, if one of them is true, and in the end always `ended`.
 */
export class LearnedLimits {
  readonly #concurrency: LearnedConcurrency;
  readonly #rate: LearnedRate;
  readonly #tokens: LearnedTokens;
  readonly #random: () => number;
  #holdMs: number | undefined;
  #pauseUntilMs: number;

  private constructor(state: v.InferOutput<typeof kept> | undefined, random: () => number) {
    this.#concurrency = new LearnedConcurrency(state?.concurrency);
    this.#rate = new LearnedRate(state?.rate);
    this.#tokens = new LearnedTokens(state?.tokens);
    this.#holdMs = state?.holdMs;
    this.#pauseUntilMs = state?.pauseUntilMs ?? 0;
    this.#random = random;
  }

  /**
   * @param state what `toJSON` gave, perhaps in another version or damaged since (then nothing is remembered), or
   * an instance, which is taken as it is.
   */
  static from(state: unknown, random: () => number = Math.random): LearnedLimits {
    if (state instanceof LearnedLimits) return state;
    const parsed = v.safeParse(kept, state);
    return new LearnedLimits(parsed.success ? parsed.output : undefined, random);
  }

  /** To be kept; a plain JSON value. */
  toJSON(): object {
    const state: v.InferOutput<typeof kept> = {
      version: 1,
      concurrency: this.#concurrency.toJSON(),
      rate: this.#rate.toJSON(),
      tokens: this.#tokens.toJSON(),
      ...(this.#holdMs !== undefined && { holdMs: this.#holdMs }),
      pauseUntilMs: this.#pauseUntilMs,
    };
    return state;
  }

  /** Requests in flight that the lane bears now: 1 … maxConcurrency. */
  concurrency(settings: LimitSettings): number {
    return this.#concurrency.limit(settings.maxConcurrency);
  }

  /** Mean time in ms that an attempt holds its slot; `undefined` while unknown. */
  get holdMs(): number | undefined {
    return this.#holdMs;
  }

  /** Requests per minute that hold now, if known: the person's limit, the service's or the learned one. */
  requestsPerMinute(settings: LimitSettings): number | undefined {
    return this.#rate.perMinute(settings.requestsPerMinute);
  }

  /** Tokens per minute that hold now, likewise. */
  tokensPerMinute(settings: LimitSettings): number | undefined {
    return this.#tokens.perMinute(settings.tokensPerMinute);
  }

  /** From when on such a request may be sent, for its rate, its tokens and pauses; at most `nowMs`: now. Slots are not looked at. */
  dueMs(settings: LimitSettings, sending: Sending, nowMs: number): number {
    // A pause that is longer than any was set before the clock was set back.
    const pausedMs = this.#pauseUntilMs > nowMs + LONGEST_PAUSE_MS ? nowMs : this.#pauseUntilMs;
    return Math.max(
      pausedMs,
      this.#rate.dueMs(settings.requestsPerMinute, sending.isInteractive, nowMs),
      this.#tokens.dueMs(settings.tokensPerMinute, sending.tokens, sending.isInteractive, nowMs),
    );
  }

  /** It is sent now. */
  sent(settings: LimitSettings, sending: Sending, nowMs: number): Ticket {
    this.#rate.sent(settings.requestsPerMinute, nowMs);
    this.#tokens.sent(settings.tokensPerMinute, sending.tokens, nowMs);
    const window = this.#concurrency.sent(settings.maxConcurrency, nowMs);
    return { sentAtMs: nowMs, tokens: sending.tokens, window, cuts: this.#rate.cuts };
  }

  /** What the service said of its limits in the head of an answer or a refusal. */
  told(limits: RateLimits, nowMs: number): void {
    if (limits.requests !== undefined) this.#rate.told(limits.requests);
    this.#tokens.told(limits);
    const { remainingRequests, remainingTokens, remainingInputTokens, remainingOutputTokens } = limits;
    const remaining = [remainingRequests, remainingTokens, remainingInputTokens, remainingOutputTokens];
    if (remaining.includes(0)) this.#pause(this.#toNextMinuteMs(nowMs), nowMs);
  }

  /** First content came, or the whole answer where it is not streamed. */
  answered(ticket: Ticket, nowMs: number): void {
    this.#rate.answered(ticket.cuts, nowMs);
    this.#concurrency.answered(ticket.window, nowMs - ticket.sentAtMs, nowMs);
  }

  /**
   * It ended, in whatever way, after which its tokens are known (0 for what was refused) or not. To be called once for
   * each ticket, last.
   *
   * @param isWaited requests wait in the queue.
   */
  ended(ticket: Ticket, usedTokens: number | undefined, nowMs: number, isWaited: boolean): void {
    this.#concurrency.ended(ticket.window);
    if (usedTokens !== undefined) this.#tokens.ended(ticket.tokens, usedTokens, ticket.sentAtMs);
    const holdMs = nowMs - ticket.sentAtMs;
    // What used nothing was refused, or broke: it says nothing of how long answers take.
    if (usedTokens !== 0 && holdMs >= 0 && holdMs < 600_000)
      this.#holdMs = this.#holdMs === undefined ? holdMs : this.#holdMs + 0.1 * (holdMs - this.#holdMs);
    if (isWaited) this.#rate.grow(nowMs);
  }

  /** Refused by a rate limit. `retryAfterMs`: the service's wish to be left alone for so long. */
  refused(ticket: Ticket, nowMs: number, retryAfterMs = 0): void {
    if (retryAfterMs > 0) this.#pause(Math.min(retryAfterMs, MINUTE_MS) * (1 + 0.1 * this.#random()), nowMs);
    if (ticket.cuts !== this.#rate.cuts) return;
    const cut = this.#rate.refused(nowMs);
    this.#pause(Math.min(cut.pauseMs, this.#toNextMinuteMs(nowMs)), nowMs);
    if (cut.isBurst) this.#concurrency.burstRefused(nowMs);
  }

  /** The service was busy or did not answer in time. */
  failed(ticket: Ticket, nowMs: number): void {
    this.#concurrency.failed(ticket.window, nowMs);
  }

  #pause(pauseMs: number, nowMs: number): void {
    const untilMs = nowMs + Math.min(pauseMs, LONGEST_PAUSE_MS);
    if (untilMs > this.#pauseUntilMs || this.#pauseUntilMs > nowMs + LONGEST_PAUSE_MS) this.#pauseUntilMs = untilMs;
  }

  /** To the next edge of a minute, where the service's counters begin anew, and up to a second more. */
  #toNextMinuteMs(nowMs: number): number {
    return MINUTE_MS - (nowMs % MINUTE_MS) + 1_000 * this.#random();
  }
}
