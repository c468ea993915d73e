import * as v from 'valibot';
import { keptAmount, keptCount } from './keptNumbers.ts';
import { Pace, keptPace, type Limit } from './pace.ts';
import { RecentSums, keptSums } from './recentSums.ts';

const scalars = {
  /** Requests per second that are tried now; missing if no limit is known. */
  rate: v.exactOptional(keptAmount),
  /** Requests per second that the service is believed to sustain, as of the last cut. */
  estimate: v.exactOptional(keptAmount),
  /** Requests per minute, as reported by the service. */
  told: v.exactOptional(v.pipe(keptAmount, v.minValue(1))),
  cuts: keptCount,
  lastCutMs: keptAmount,
  /** Number of cuts of a known rate. */
  decreases: keptCount,
  /** How long the rate stays constant after a cut. */
  holdMs: v.pipe(keptAmount, v.minValue(1)),
  /** How long requests have waited since the last cut, and the time up to which that was counted. */
  waitedMs: keptAmount,
  waitedUntilMs: keptAmount,
  /** Consecutive cuts without an accepted request in between. */
  drought: keptCount,
  answersSinceCut: keptCount,
  /** Of these, answers to requests sent after the second-to-last cut. */
  borneSinceCut: keptCount,
};

/** Stored form of a `LearnedRate`. */
export const keptRate = v.object({
  ...scalars,
  pace: keptPace,
  answersOfSecond: keptSums,
  answersOfMinute: keptSums,
});

/** What a refusal causes besides a lower rate. */
interface Cut {
  readonly pauseMs: number;
  /** Too many requests were sent at once before any limit was known. */
  readonly isBurst: boolean;
}

const MINUTE_MS = 60_000;
/** Share of a known limit that is used. */
const SHARE = 0.98;
const LEAST_PER_SECOND = 1 / 60;
const BURST_MS = 400;
const FIRST_HOLD_MS = 250;
const SHORTEST_HOLD_MS = 500;
const LONGEST_HOLD_MS = 8_000;
const ANSWERS_PER_HOLD = 160;
const LEAST_OF_MINUTE = 10;

/**
 * Learned limit of requests per minute: the one the service reports, otherwise one derived from its refusals. After a
 * cut the rate stays constant, and then grows slowly at first and ever faster, like CUBIC (RFC 9438).
 */
export class LearnedRate {
  readonly #state: v.InferOutput<v.ObjectSchema<typeof scalars, undefined>>;
  readonly #pace: Pace;
  readonly #answersOfSecond: RecentSums;
  readonly #answersOfMinute: RecentSums;

  constructor(kept?: v.InferOutput<typeof keptRate>) {
    const { pace, answersOfSecond, answersOfMinute, ...state } = kept ?? {};
    this.#state = {
      cuts: 0,
      lastCutMs: 0,
      decreases: 0,
      holdMs: FIRST_HOLD_MS,
      waitedMs: 0,
      waitedUntilMs: 0,
      drought: 0,
      answersSinceCut: 0,
      borneSinceCut: 0,
      ...state,
    };
    this.#pace = new Pace(pace);
    this.#answersOfSecond = new RecentSums(100, 10, answersOfSecond);
    this.#answersOfMinute = new RecentSums(10_000, 5, answersOfMinute);
  }

  toJSON(): v.InferOutput<typeof keptRate> {
    return {
      ...this.#state,
      pace: this.#pace.toJSON(),
      answersOfSecond: this.#answersOfSecond.toJSON(),
      answersOfMinute: this.#answersOfMinute.toJSON(),
    };
  }

  /** Number of cuts. The refusal of a request that was sent before the last cut says nothing new. */
  get cuts(): number {
    return this.#state.cuts;
  }

  /** Returns the effective limit of requests per minute, if known. `own`: the user's limit, 0 for none. */
  perMinute(own: number): number | undefined {
    const { rate = Infinity } = this.#state;
    const learned = rate < this.#cap ? Math.max(1, Math.round(60 * rate)) : Infinity;
    const least = Math.min(learned, this.#limit(own).perMinute);
    return least === Infinity ? undefined : least;
  }

  dueMs(own: number, isInteractive: boolean, nowMs: number): number {
    return this.#pace.dueMs(1, this.#limit(own), isInteractive, nowMs);
  }

  sent(own: number, nowMs: number): void {
    this.#pace.use(1, this.#limit(own), nowMs);
  }

  /** Records the first content of a request; `cuts` is the value at its sending. */
  answered(cuts: number, nowMs: number): void {
    this.#state.answersSinceCut++;
    // Slow answers to requests accepted earlier still arrive while everything new is refused; they show no capacity.
    if (cuts >= this.#state.cuts - 1) this.#state.borneSinceCut++;
    this.#answersOfSecond.add(1, nowMs);
    this.#answersOfMinute.add(1, nowMs);
  }

  /** Records the limit that the service reports, in requests per minute. */
  told(perMinute: number): void {
    if (!Number.isFinite(perMinute) || perMinute < 1) return;
    const state = this.#state;
    const { rate = Infinity } = state;
    const stoodAtCap = rate >= this.#cap;
    state.told = perMinute;
    state.rate = stoodAtCap ? this.#cap : Math.min(rate, this.#cap);
  }

  /** Records the refusal of a request that was sent after the last cut. */
  refused(nowMs: number): Cut {
    const state = this.#state;
    const isFirst = state.cuts === 0;
    const sinceMs = Math.max(0, nowMs - state.lastCutMs);
    state.drought = !isFirst && state.borneSinceCut === 0 ? state.drought + 1 : 0;
    const isBurst = state.rate === undefined && this.#answersOfSecond.historyMs(nowMs) < BURST_MS;
    // An occasional refusal does not disprove a reported limit: other clients may share it.
    const isOdd = state.told !== undefined && (isFirst || sinceMs > 5_000);
    if (!isBurst && !isOdd) this.#lower(sinceMs, nowMs);
    if (state.drought === 3) this.#takeMinute(nowMs);
    state.cuts++;
    state.lastCutMs = nowMs;
    state.waitedMs = 0;
    state.waitedUntilMs = nowMs;
    state.answersSinceCut = 0;
    state.borneSinceCut = 0;
    return { pauseMs: this.#pauseMs(), isBurst };
  }

  /** Raises the rate if requests have waited long enough since the last cut. Call it while requests wait. */
  grow(nowMs: number): void {
    const state = this.#state;
    const { rate, estimate, holdMs } = state;
    if (rate === undefined || estimate === undefined || rate >= this.#cap) return;
    // Cap the step: if nothing waited overnight, the rate must not leap in the morning.
    const sinceMs = Math.max(0, nowMs - state.waitedUntilMs);
    state.waitedMs += Math.min(sinceMs, Math.max(2_000, holdMs / 2));
    state.waitedUntilMs = nowMs;
    const y = state.waitedMs / holdMs - 1;
    if (y <= 0) return;
    // Not far beyond the rate actually sent, measured over at least three gaps.
    const seconds = Math.min(60, Math.max(2, Math.ceil(3 / rate)));
    const used = 1.25 * this.#pace.perSecond(seconds, nowMs);
    state.rate = Math.max(rate, Math.min(this.#cap, used, estimate * (1 + 0.03 * y + 0.05 * y ** 3)));
  }

  #lower(sinceMs: number, nowMs: number): void {
    const state = this.#state;
    if (state.rate === undefined) {
      const historyMs = Math.min(1_000, this.#answersOfSecond.historyMs(nowMs));
      state.estimate = (0.85 * 1_000 * this.#answersOfSecond.sum(10, nowMs)) / historyMs;
      state.holdMs = FIRST_HOLD_MS;
    } else {
      const beta = state.decreases < 2 ? 0.88 : 0.96;
      const borne = sinceMs > 2_000 ? (1_000 * state.answersSinceCut) / sinceMs : 0;
      state.estimate = Math.max(0.98 * Math.min(borne, state.rate), beta * state.rate);
      state.holdMs = this.#nextHoldMs(sinceMs, state.rate);
      state.decreases++;
    }
    this.#setRate(state.estimate);
  }

  /**
   * Doubles the hold time if cuts are rare, and halves it if one comes too early. It must be short enough to notice a
   * raised limit soon, and long enough for many answers between two refusals.
   */
  #nextHoldMs(sinceMs: number, rate: number): number {
    const { holdMs } = this.#state;
    if (sinceMs < holdMs) return Math.max(SHORTEST_HOLD_MS, holdMs / 2);
    const longestMs = Math.min(MINUTE_MS, Math.max(LONGEST_HOLD_MS, (1_000 * ANSWERS_PER_HOLD) / rate));
    return Math.max(holdMs, Math.min(longestMs, 2 * holdMs));
  }

  /** The quota per minute is used up: take the number of answers in the last minute as the limit. */
  #takeMinute(nowMs: number): void {
    const answers = this.#answersOfMinute.sum(5, nowMs);
    // A number this small reflects low demand, not the limit; zero is an outage.
    if (answers < LEAST_OF_MINUTE) return;
    this.#state.estimate = Math.min(this.#state.estimate ?? Infinity, answers / 60);
    this.#state.holdMs = MINUTE_MS;
    this.#setRate(this.#state.estimate);
  }

  #setRate(perSecond: number): void {
    this.#state.rate = Math.max(LEAST_PER_SECOND, Math.min(perSecond, this.#cap));
  }

  #pauseMs(): number {
    const { drought, rate } = this.#state;
    if (drought > 0) return 250 * 2 ** Math.min(drought, 10);
    return rate === undefined ? 100 : Math.min(1_000, 2_000 / rate);
  }

  /** Requests per second that the reported limit allows. */
  get #cap(): number {
    return (SHARE * (this.#state.told ?? Infinity)) / 60;
  }

  #limit(own: number): Limit {
    const perMinute = Math.min(own > 0 ? own : Infinity, this.#state.told ?? Infinity);
    return { perSecond: Math.min(this.#state.rate ?? Infinity, (SHARE * perMinute) / 60), perMinute };
  }
}
