import * as v from 'valibot';
import { keptAmount } from './keptNumbers.ts';

/** Stored form of a `Gcra`. */
export const keptGcra = v.object({ level: keptAmount, atMs: keptAmount });

/** Slightly more than the gap at 98 % of one request per minute (61.2 s), so that even that limit is paced. */
const LONGEST_DEBT_MS = 61_300;

/** Times from two windows may be slightly out of order; a larger step means that the clock was set back. */
const CLOCK_SLACK_MS = 1_000;

/**
 * Pacer by the generic cell rate algorithm (ITU-T I.371): one unit per gap, with a tolerance for early ones. The debt
 * is stored in units and not as a time, so it stays correct when the gap changes, and setting the clock back causes no
 * wait.
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

  /** Returns when the next unit may be sent; a time up to `nowMs` means now. Without a gap there is no limit. */
  dueMs(gapMs: number, toleranceMs: number, nowMs: number): number {
    if (gapMs === 0 || this.#atMs > nowMs + CLOCK_SLACK_MS) return nowMs;
    return this.#atMs + Math.min(this.#level * gapMs, LONGEST_DEBT_MS) - toleranceMs;
  }

  take(amount: number, gapMs: number, nowMs: number): void {
    const owedMs = Math.max(0, this.dueMs(gapMs, 0, nowMs) - nowMs);
    this.#level = (gapMs > 0 ? owedMs / gapMs : 0) + amount;
    this.#atMs = nowMs;
  }

  /** Corrects the debt when more, or less, was used than taken. */
  correct(amount: number): void {
    this.#level = Math.max(0, this.#level + amount);
  }
}
