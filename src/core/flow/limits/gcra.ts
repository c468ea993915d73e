import * as v from 'valibot';
import { keptAmount } from './keptNumbers.ts';

/** Shape of a `Gcra` as it is kept. */
export const keptGcra = v.object({ level: keptAmount, atMs: keptAmount });

/** A little more than a minute at 98 %: then even one request a minute keeps its distance. */
const LONGEST_DEBT_MS = 61_300;

/** Two windows take turns with times that are not quite in order; more than that, and the clock was set back. */
const CLOCK_SLACK_MS = 1_000;

/**
 * Paces what is sent by the generic cell rate algorithm (ITU-T I.371): one unit per gap, and some of them early. It
 * remembers what is owed in units and not as a time, so that it stays right when the gap changes, and no wait can come
 * from a clock that was set back.
 */
export class Gcra {
  #level: number;
  #atMs: number;

  constructor(kept?: v.InferOutput<typeof keptGcra>) {
    this.#level = kept?.level ?? 0;
    this.#atMs = kept?.atMs ?? 0;
  }

  toJSON(): v.InferOutput<typeof keptGcra> {
    return { level: this.#level, atMs: this.#atMs };
  }

  /** When the next may be sent; at most `nowMs`: now. Without a gap there is no limit. */
  dueMs(gapMs: number, toleranceMs: number, nowMs: number): number {
    if (gapMs === 0 || this.#atMs > nowMs + CLOCK_SLACK_MS) return nowMs;
    return this.#atMs + Math.min(this.#level * gapMs, LONGEST_DEBT_MS) - toleranceMs;
  }

  take(amount: number, gapMs: number, nowMs: number): void {
    const owedMs = Math.max(0, this.dueMs(gapMs, 0, nowMs) - nowMs);
    this.#level = (gapMs > 0 ? owedMs / gapMs : 0) + amount;
    this.#atMs = nowMs;
  }

  /** More, or less, was used than was taken. */
  correct(amount: number): void {
    this.#level = Math.max(0, this.#level + amount);
  }
}
