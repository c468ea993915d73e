import { agedPriority, PRIORITY, type Priority } from '../priority.ts';

/** Something that stands in a line. The line links them through itself, so that each can leave at once. */
export interface Waiter {
  /** Stays as it is while it stands in a line. */
  readonly priority: Priority;
  /** When it came, by the monotonic clock. Who has to come back keeps the place. */
  readonly arrivedAtMs: number;
}

interface Link<T extends Waiter> {
  readonly waiter: T;
  before: Link<T> | undefined;
  after: Link<T> | undefined;
}

/** Those of one priority, in the order in which they came. */
class Row<T extends Waiter> {
  first: Link<T> | undefined;
  last: Link<T> | undefined;
  size = 0;

  /** Almost always the last: then it costs nothing to find the place. Who comes back is among the first. */
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
 * Waiters of four priorities, the most urgent first and in each priority the first that came. Who has waited long counts
 * as more urgent, up to that of a person who clicked. Coming and leaving cost the same however many wait.
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

  /** Harmless for one that is not in the line. */
  remove(waiter: T): void {
    const link = this.#links.get(waiter);
    if (link === undefined) return;
    this.#links.delete(waiter);
    this.#rows[waiter.priority]?.remove(link);
  }

  /** The one whose turn it is, of those whose priority is not held up. */
  first(nowMs: number, isHeldUp: (priority: Priority) => boolean): T | undefined {
    let best: T | undefined;
    for (const row of this.#rows) {
      const waiter = row.first?.waiter;
      if (waiter === undefined || isHeldUp(waiter.priority)) continue;
      if (best === undefined || goesBefore(waiter, best, nowMs)) best = waiter;
    }
    return best;
  }

  /** How many stand in the rows up to this priority. */
  ahead(priority: Priority): number {
    return this.#rows.slice(0, priority + 1).reduce((sum, { size }) => sum + size, 0);
  }

  /** How many stand before one in its row, and in those of a higher priority. */
  before(waiter: T): number {
    let count = this.ahead(waiter.priority) - (this.#rows[waiter.priority]?.size ?? 0);
    for (let link = this.#links.get(waiter)?.before; link !== undefined; link = link.before) count++;
    return count;
  }

  /** Those of one priority, in their order. */
  *of(priority: Priority): Generator<T> {
    for (let link = this.#rows[priority]?.first; link !== undefined; link = link.after) yield link.waiter;
  }
}

/** Whether the first waiter's turn is before the second one's. */
export function goesBefore(one: Waiter, other: Waiter, nowMs: number): boolean {
  const [a, b] = [one, other].map(({ priority, arrivedAtMs }) => agedPriority(priority, nowMs - arrivedAtMs));
  return a === b ? one.arrivedAtMs < other.arrivedAtMs : (a ?? 0) < (b ?? 0);
}
