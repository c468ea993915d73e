import * as v from 'valibot';
import { keptAmount, keptCount } from './keptNumbers.ts';

/** Stored form of a `RecentSums`. */
export const keptSums = v.object({
  /** Number of the newest bucket, counted from 1970. */
  newest: keptCount,
  /** Oldest first, without gaps. */
  sums: v.pipe(v.array(keptAmount), v.maxLength(100)),
});

/**
 * Sums over recent time, in buckets of equal width, so that their size does not depend on the number of events. Times
 * are wall times. Setting the clock back discards the history; otherwise a wait could last until the clock has caught
 * up.
 */
export class RecentSums {
  readonly #widthMs: number;
  readonly #count: number;
  #newest: number;
  #sums: number[];

  /** @param count number of buckets kept beside the current one. */
  constructor(widthMs: number, count: number, kept?: v.InferOutput<typeof keptSums>) {
    this.#widthMs = widthMs;
    this.#count = count;
    this.#newest = kept?.newest ?? 0;
    this.#sums = kept?.sums.slice(-count - 1) ?? [];
  }

  toJSON(): v.InferOutput<typeof keptSums> {
    return { newest: this.#newest, sums: [...this.#sums] };
  }

  add(amount: number, nowMs: number): void {
    const age = this.#age(nowMs);
    if (age > this.#count) this.#sums = [0];
    else if (age > 0) this.#sums = [...this.#sums, ...new Array<number>(age).fill(0)].slice(-this.#count - 1);
    if (age > 0) this.#newest = Math.floor(nowMs / this.#widthMs);
    this.#sums.push((this.#sums.pop() ?? 0) + amount);
  }

  /** Changes what was added at `atMs`, if its bucket is still kept. */
  correct(amount: number, atMs: number): void {
    const index = this.#sums.length - 1 - (this.#newest - Math.floor(atMs / this.#widthMs));
    const sum = this.#sums[index];
    if (sum !== undefined) this.#sums[index] = Math.max(0, sum + amount);
  }

  /** Returns the sum of the current bucket and the `before` buckets before it. */
  sum(before: number, nowMs: number): number {
    const first = this.#sums.length - 1 - before + this.#age(nowMs);
    let sum = 0;
    for (let index = Math.max(0, first); index < this.#sums.length; index++) sum += this.#sums[index] ?? 0;
    return sum;
  }

  /** Returns the mean per second over `before` buckets and the elapsed part of the current one, or less history. */
  perSecond(before: number, nowMs: number): number {
    const spanMs = Math.min(before * this.#widthMs + (nowMs % this.#widthMs), this.historyMs(nowMs));
    return (1000 * this.sum(before, nowMs)) / Math.max(this.#widthMs, spanMs);
  }

  /** Returns the milliseconds since the start of the oldest non-empty bucket; 0 for none. */
  historyMs(nowMs: number): number {
    const age = this.#age(nowMs);
    const first = this.#sums.findIndex((sum, index) => sum > 0 && this.#sums.length - 1 - index + age <= this.#count);
    return first < 0 ? 0 : nowMs - (this.#newest - (this.#sums.length - 1 - first)) * this.#widthMs;
  }

  /**
   * Returns from when on `amount` fits, so that no sliding window of `count` buckets exceeds `limit`; a time up to
   * `nowMs` means now. An amount above `limit` fits once the window is empty.
   */
  dueMs(amount: number, limit: number, nowMs: number): number {
    let excess = this.sum(this.#count, nowMs) + Math.min(amount, limit) - limit;
    const age = this.#age(nowMs);
    for (let index = Math.max(0, this.#sums.length - 1 - this.#count + age); excess > 0; index++) {
      const sum = this.#sums[index];
      if (sum === undefined) break;
      excess -= sum;
      // The content of a bucket may date from its last moment.
      const endMs = (this.#newest - (this.#sums.length - 1 - index) + 1) * this.#widthMs;
      if (excess <= 0) return endMs + this.#count * this.#widthMs;
    }
    return nowMs;
  }

  /** Returns the number of buckets from the newest to the current one; more than `count` if all are out of date. */
  #age(nowMs: number): number {
    const age = Math.floor(nowMs / this.#widthMs) - this.#newest;
    // Times from two windows may be slightly out of order.
    if (age === -1) return 0;
    return age < 0 || this.#sums.length === 0 ? this.#count + 1 : age;
  }
}
