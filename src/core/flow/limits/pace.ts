import * as v from 'valibot';
import { Gcra, keptGcra } from './gcra.ts';
import { RecentSums, keptSums } from './recentSums.ts';

/** Shape of a `Pace` as it is kept. */
export const keptPace = v.object({ gcra: keptGcra, minute: keptSums });

/** What is sent too early counts as it were on time up to here. */
const LEAST_TOLERANCE_MS = 20;

/** How fast something may be used up: a rate, and what no sliding minute may hold more of. `Infinity`: no limit is known. */
export interface Limit {
  readonly perSecond: number;
  readonly perMinute: number;
}

/** Spreads requests, or tokens, evenly over time, and keeps a limit per minute whatever the rate was before. */
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

  /** From when on so much may be used; at most `nowMs`: now. A person's request need not fit in exactly. */
  dueMs(amount: number, limit: Limit, isInteractive: boolean, nowMs: number): number {
    const gapMs = 1000 / limit.perSecond;
    const toleranceMs = Math.max(LEAST_TOLERANCE_MS, amount * gapMs * (isInteractive ? 1 : 0.5));
    const pacedMs = this.#gcra.dueMs(gapMs, toleranceMs, nowMs);
    // What went early, or before the limit was known, must not add up to more than the limit in any minute.
    return limit.perMinute === Infinity
      ? pacedMs
      : Math.max(pacedMs, this.#minute.dueMs(amount, limit.perMinute, nowMs));
  }

  use(amount: number, limit: Limit, nowMs: number): void {
    this.#gcra.take(amount, 1000 / limit.perSecond, nowMs);
    this.#minute.add(amount, nowMs);
  }

  /** Of what was used at `atMs`, so much more, or less (below 0), is used in truth. */
  correct(amount: number, atMs: number): void {
    this.#gcra.correct(amount);
    this.#minute.correct(amount, atMs);
  }

  /** Mean use per second in the last `seconds`, which are at most 60. */
  perSecond(seconds: number, nowMs: number): number {
    return this.#minute.perSecond(seconds, nowMs);
  }
}
