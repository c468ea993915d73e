import * as v from 'valibot';
import { Gcra, keptGcra } from './gcra.ts';
import { RecentSums, keptSums } from './recentSums.ts';

/** Stored form of a `Pace`. */
export const keptPace = v.object({ gcra: keptGcra, minute: keptSums });

/** Being early by up to this counts as on time. */
const LEAST_TOLERANCE_MS = 20;

/** A limit: the rate to pace at, and the maximum in any sliding minute. `Infinity` if unknown. */
export interface Limit {
  readonly perSecond: number;
  readonly perMinute: number;
}

/** Pacer that spreads requests or tokens evenly, and enforces a limit per minute whatever the rate was before. */
export class Pace {
  readonly #gcra: Gcra;
  readonly #minute: RecentSums;

  constructor(kept?: v.InferOutput<typeof keptPace>) {
    this.#gcra = new Gcra(kept?.gcra);
    this.#minute = new RecentSums(1_000, 60, kept?.minute);
  }

  toJSON(): v.InferOutput<typeof keptPace> {
    return { gcra: this.#gcra.toJSON(), minute: this.#minute.toJSON() };
  }

  /** Returns when that amount may be used; up to `nowMs` means now. Interactive requests get more tolerance. */
  dueMs(amount: number, limit: Limit, isInteractive: boolean, nowMs: number): number {
    const gapMs = 1000 / limit.perSecond;
    const toleranceMs = Math.max(LEAST_TOLERANCE_MS, amount * gapMs * (isInteractive ? 1 : 0.5));
    const pacedMs = this.#gcra.dueMs(gapMs, toleranceMs, nowMs);
    // What was sent early, or before the limit was known, must not exceed the limit in any minute.
    return limit.perMinute === Infinity
      ? pacedMs
      : Math.max(pacedMs, this.#minute.dueMs(amount, limit.perMinute, nowMs));
  }

  use(amount: number, limit: Limit, nowMs: number): void {
    this.#gcra.take(amount, 1000 / limit.perSecond, nowMs);
    this.#minute.add(amount, nowMs);
  }

  /** Corrects what was used at `atMs` by that amount, which may be negative. */
  correct(amount: number, atMs: number): void {
    this.#gcra.correct(amount);
    this.#minute.correct(amount, atMs);
  }

  /** Returns the mean use per second over the last `seconds`, at most 60. */
  perSecond(seconds: number, nowMs: number): number {
    return this.#minute.perSecond(seconds, nowMs);
  }
}
