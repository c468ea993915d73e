import { agedPriority, PRIORITY, type Priority } from '../priority.ts';

/** An entry of a `WaitingLine`. */
export interface Waiter {
  /** Must not change while the waiter is in a line. */
  readonly priority: Priority;
  /** Arrival by the monotonic clock. A waiter that is queued again keeps its place. */
  readonly arrivedAtMs: number;
}

interface Link<T extends Waiter> {
  readonly waiter: T;
  before: Link<T> | undefined;
  after: Link<T> | undefined;
}

/** The waiters of one priority, ordered by arrival, as a linked list. */
class Row<T extends Waiter> {
  first: Link<T> | undefined;
  last: Link<T> | undefined;
  size = 0;

  /** Appends new waiters in constant time. Returning and raised waiters are placed by a search from the front. */
  add(link: Link<T>): void {
    const { arrivedAtMs } = link.waiter;
    let before = this.last;
    if (before !== undefined && before.waiter.arrivedAtMs > arrivedAtMs) {
      let after = this.first;
      while (after !== undefined && after.waiter.arrivedAtMs <= arrivedAtMs) after = after.after;
      before = after?.before;
    }
    const after = before === undefined ? this.first : before.after;
    link.before = before;
    link.after = after;
    if (before === undefined) this.first = link;
    else before.after = link;
    if (after === undefined) this.last = link;
    else after.before = link;
    this.size++;
  }

  remove(link: Link<T>): void {
    if (link.before === undefined) this.first = link.after;
    else link.before.after = link.after;
    if (link.after === undefined) this.last = link.before;
    else link.after.before = link.before;
    this.size--;
  }
}

/**
 * Queue with four priorities, ordered by urgency and then by arrival. Waiters gain urgency with time, at most to that
 * of an editor question. Adding and removing take constant time, except for waiters that return or were raised.
 */
export class WaitingLine<T extends Waiter> {
  readonly #rows: readonly Row<T>[] = Object.values(PRIORITY).map(() => new Row<T>());
  readonly #links = new Map<T, Link<T>>();

  get size(): number {
    return this.#links.size;
  }

  has(waiter: T): boolean {
    return this.#links.has(waiter);
  }

  add(waiter: T): void {
    const link: Link<T> = { waiter, before: undefined, after: undefined };
    this.#links.set(waiter, link);
    this.#rows[waiter.priority]?.add(link);
  }

  /** Removes a waiter; does nothing if it is not in the line. */
  remove(waiter: T): void {
    const link = this.#links.get(waiter);
    if (link === undefined) return;
    this.#links.delete(waiter);
    this.#rows[waiter.priority]?.remove(link);
  }

  /** Returns the next waiter whose priority is not held. */
  first(nowMs: number, isHeldUp: (priority: Priority) => boolean): T | undefined {
    let best: T | undefined;
    for (const row of this.#rows) {
      const waiter = row.first?.waiter;
      if (waiter === undefined || isHeldUp(waiter.priority)) continue;
      if (best === undefined || goesBefore(waiter, best, nowMs)) best = waiter;
    }
    return best;
  }

  /** Returns the number of waiters of this priority and higher ones. */
  ahead(priority: Priority): number {
    return this.#rows.slice(0, priority + 1).reduce((sum, { size }) => sum + size, 0);
  }

  /** Returns the number of waiters before this one, in its priority and in higher ones. */
  before(waiter: T): number {
    let count = this.ahead(waiter.priority) - (this.#rows[waiter.priority]?.size ?? 0);
    for (let link = this.#links.get(waiter)?.before; link !== undefined; link = link.before) count++;
    return count;
  }

  /** Yields the waiters of one priority, in order. */
  *of(priority: Priority): Generator<T> {
    for (let link = this.#rows[priority]?.first; link !== undefined; link = link.after) yield link.waiter;
  }
}

/** Returns whether the first waiter comes before the second one. */
export function goesBefore(one: Waiter, other: Waiter, nowMs: number): boolean {
  const [a, b] = [one, other].map(({ priority, arrivedAtMs }) => agedPriority(priority, nowMs - arrivedAtMs));
  return a === b ? one.arrivedAtMs < other.arrivedAtMs : (a ?? 0) < (b ?? 0);
}
