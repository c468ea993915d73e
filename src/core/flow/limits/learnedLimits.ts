import * as v from 'valibot';
import type { RateLimits } from '../../rateLimits.ts';
import { keptAmount } from './keptNumbers.ts';
import { LearnedConcurrency, keptConcurrency } from './learnedConcurrency.ts';
import { LearnedRate, keptRate } from './learnedRate.ts';
import { LearnedTokens, keptTokens } from './learnedTokens.ts';

/** The user's settings for limits. */
export interface LimitSettings {
  /** Maximum number of requests in flight. */
  readonly maxConcurrency: number;
  /** Requests and tokens per minute; 0: learn from the service. Both are caps that hold in any sliding minute. */
  readonly requestsPerMinute: number;
  readonly tokensPerMinute: number;
}

/** What a request is expected to use. */
export interface Sending {
  readonly isInteractive: boolean;
  /** Estimated input and expected output together. */
  readonly tokens: number;
}

/** Returned for each request that is sent, and passed to the calls that report its result. Plain JSON. */
export interface Ticket {
  readonly sentAtMs: number;
  readonly tokens: number;
  /** The concurrency window, and the number of rate cuts, at the time of sending. */
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
 * The learned limits of one lane (an account's model on one endpoint), and what they allow for the next request. It
 * learns from answers, refusals and failures; see `LearnedConcurrency`, `LearnedRate` and `LearnedTokens`.
 *
 * It has neither clock nor timers: all times are wall times in ms. For each request, call `dueMs`, then `sent`, then
 * `answered`, `refused` or `failed` if one of them applies, and always `ended` last.
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
   * @param state the result of `toJSON`, or an instance, which is returned as it is. State of another version or
   * damaged state is ignored.
   */
  static from(state: unknown, random: () => number = Math.random): LearnedLimits {
    if (state instanceof LearnedLimits) return state;
    const parsed = v.safeParse(kept, state);
    return new LearnedLimits(parsed.success ? parsed.output : undefined, random);
  }

  /** Returns plain JSON to be stored. */
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

  /** Returns the current limit of requests in flight: 1 … maxConcurrency. */
  concurrency(settings: LimitSettings): number {
    return this.#concurrency.limit(settings.maxConcurrency);
  }

  /** Mean time in ms that an attempt occupies its slot; `undefined` while unknown. */
  get holdMs(): number | undefined {
    return this.#holdMs;
  }

  /** Returns the effective limit of requests per minute, if known: the user's, the service's or the learned one. */
  requestsPerMinute(settings: LimitSettings): number | undefined {
    return this.#rate.perMinute(settings.requestsPerMinute);
  }

  /** Returns the effective limit of tokens per minute, if known. */
  tokensPerMinute(settings: LimitSettings): number | undefined {
    return this.#tokens.perMinute(settings.tokensPerMinute);
  }

  /** Returns when rate, tokens and pauses allow such a request; up to `nowMs` means now. Slots are not considered. */
  dueMs(settings: LimitSettings, sending: Sending, nowMs: number): number {
    // A longer pause than the maximum was set before the clock was set back.
    const pausedMs = this.#pauseUntilMs > nowMs + LONGEST_PAUSE_MS ? nowMs : this.#pauseUntilMs;
    return Math.max(
      pausedMs,
      this.#rate.dueMs(settings.requestsPerMinute, sending.isInteractive, nowMs),
      this.#tokens.dueMs(settings.tokensPerMinute, sending.tokens, sending.isInteractive, nowMs),
    );
  }

  /** Records that a request is sent now. */
  sent(settings: LimitSettings, sending: Sending, nowMs: number): Ticket {
    this.#rate.sent(settings.requestsPerMinute, nowMs);
    this.#tokens.sent(settings.tokensPerMinute, sending.tokens, nowMs);
    const window = this.#concurrency.sent(settings.maxConcurrency, nowMs);
    return { sentAtMs: nowMs, tokens: sending.tokens, window, cuts: this.#rate.cuts };
  }

  /** Records the limits that the service reported in the headers of an answer or a refusal. */
  told(limits: RateLimits, nowMs: number): void {
    if (limits.requests !== undefined) this.#rate.told(limits.requests);
    this.#tokens.told(limits);
    const { remainingRequests, remainingTokens, remainingInputTokens, remainingOutputTokens } = limits;
    const remaining = [remainingRequests, remainingTokens, remainingInputTokens, remainingOutputTokens];
    if (remaining.includes(0)) this.#pause(this.#toNextMinuteMs(nowMs), nowMs);
  }

  /** Records the first content, or the whole answer if it is not streamed. */
  answered(ticket: Ticket, nowMs: number): void {
    this.#rate.answered(ticket.cuts, nowMs);
    this.#concurrency.answered(ticket.window, nowMs - ticket.sentAtMs, nowMs);
  }

  /**
   * Records the end of a request, whatever its result. Call it once per ticket, last.
   *
   * @param usedTokens 0 for a refused request; `undefined` if unknown.
   * @param isWaited whether requests wait in the queue.
   */
  ended(ticket: Ticket, usedTokens: number | undefined, nowMs: number, isWaited: boolean): void {
    this.#concurrency.ended(ticket.window);
    if (usedTokens !== undefined) this.#tokens.ended(ticket.tokens, usedTokens, ticket.sentAtMs);
    const holdMs = nowMs - ticket.sentAtMs;
    // A request that used nothing was refused or broke off; its duration says nothing about answers.
    if (usedTokens !== 0 && holdMs >= 0 && holdMs < 600_000)
      this.#holdMs = this.#holdMs === undefined ? holdMs : this.#holdMs + 0.1 * (holdMs - this.#holdMs);
    if (isWaited) this.#rate.grow(nowMs);
  }

  /** Records a refusal by a rate limit. `retryAfterMs`: the pause that the service asks for. */
  refused(ticket: Ticket, nowMs: number, retryAfterMs = 0): void {
    if (retryAfterMs > 0) this.#pause(Math.min(retryAfterMs, MINUTE_MS) * (1 + 0.1 * this.#random()), nowMs);
    if (ticket.cuts !== this.#rate.cuts) return;
    const cut = this.#rate.refused(nowMs);
    this.#pause(Math.min(cut.pauseMs, this.#toNextMinuteMs(nowMs)), nowMs);
    if (cut.isBurst) this.#concurrency.burstRefused(nowMs);
  }

  /** Records that the service was busy or did not answer in time. */
  failed(ticket: Ticket, nowMs: number): void {
    this.#concurrency.failed(ticket.window, nowMs);
  }

  #pause(pauseMs: number, nowMs: number): void {
    const untilMs = nowMs + Math.min(pauseMs, LONGEST_PAUSE_MS);
    if (untilMs > this.#pauseUntilMs || this.#pauseUntilMs > nowMs + LONGEST_PAUSE_MS) this.#pauseUntilMs = untilMs;
  }

  /** Returns the time to the next full minute, when the service's counters restart, plus up to a second of jitter. */
  #toNextMinuteMs(nowMs: number): number {
    return MINUTE_MS - (nowMs % MINUTE_MS) + 1_000 * this.#random();
  }
}
