import type { Budget } from '../budget.ts';
import type { NanoYuan } from '../money.ts';
import type { AttemptRecord } from './attemptRecord.ts';
import { countsFor } from './budgetRows.ts';
import type { Spend } from './spendRows.ts';
import type { Standing } from './standing.ts';

/** So many attempts are kept for a file that cannot be written. What is beyond that is not sent. */
const MOST_UNWRITTEN = 10_000;

/**
 * What this window knows of its attempts and the file perhaps does not: those that are open, those whose end could not be
 * written yet, and those that were written so lately that the file may have been taken out of use before.
 */
export class AttemptRecords {
  readonly #open = new Set<AttemptRecord>();
  readonly #unwritten = new Set<AttemptRecord>();
  readonly #recent = new Set<AttemptRecord>();

  add(record: AttemptRecord): void {
    this.#open.add(record);
  }

  /** It has what it came to, which has to be written. */
  ended(record: AttemptRecord): void {
    this.#open.delete(record);
    this.#unwritten.add(record);
  }

  /** The file has what is known of it. */
  written(record: AttemptRecord): void {
    if (this.#unwritten.delete(record)) this.#recent.add(record);
  }

  /** Whether the file lacks what it came to. */
  isUnwritten(record: AttemptRecord): boolean {
    return this.#unwritten.has(record);
  }

  /** Attempts that ended and are not booked in the file. */
  get unwritten(): number {
    return this.#unwritten.size;
  }

  /** Attempts of which the file has nothing, or not how they ended. */
  get waiting(): number {
    return this.#unwritten.size + this.#withoutRow().length;
  }

  /** Attempts that were written, but perhaps into a file that was taken out of use before; until `settled`. */
  get recent(): ReadonlySet<AttemptRecord> {
    return this.#recent;
  }

  get isFull(): boolean {
    return this.waiting >= MOST_UNWRITTEN;
  }

  /** All that has to be in another file that takes the place of this one. */
  all(): AttemptRecord[] {
    return [...this.#recent, ...this.#unwritten, ...this.#open];
  }

  /** The file they were written into was in use all the time. */
  settled(records: readonly AttemptRecord[]): void {
    for (const record of records) this.#recent.delete(record);
  }

  /** The standing of budgets, with the most that attempts can cost of which the file knows nothing. */
  addReserved(standing: Standing, today: number): Standing {
    const uncounted = [...this.#open, ...this.#unwritten].filter(({ rowId }) => rowId === undefined);
    if (uncounted.length === 0) return standing;
    const reservedFor = (budget: Budget): NanoYuan =>
      uncounted
        .filter(({ attempt, localDay }) => isWithin(budget, localDay.day, today) && countsFor(attempt.request, budget))
        .reduce((sum, { ended, attempt }) => sum + (ended?.booking.amountNanoYuan ?? attempt.reservedNanoYuan), 0);
    return {
      ...standing,
      budgets: standing.budgets.map(state => ({
        ...state,
        reservedNanoYuan: state.reservedNanoYuan + reservedFor(state.budget),
      })),
    };
  }

  /** The spending of days, with what the file does not know of it. */
  addTo(spend: Spend, firstDay: number, lastDay: number): Spend {
    let { amountNanoYuan, estimated, unknownPrice, requests, answered, failed } = spend;
    for (const { ended, localDay } of this.#unwritten) {
      if (ended === undefined || localDay.day < firstDay || localDay.day > lastDay) continue;
      const { booking } = ended;
      amountNanoYuan += booking.amountNanoYuan ?? 0;
      estimated ||= booking.source === 'estimate' && (booking.amountNanoYuan ?? 0) > 0;
      unknownPrice += booking.amountNanoYuan === undefined ? 1 : 0;
      requests++;
      answered += booking.outcome === 'ok' ? 1 : 0;
      failed += booking.outcome === 'failed' ? 1 : 0;
    }
    return { ...spend, amountNanoYuan, estimated, unknownPrice, requests, answered, failed };
  }

  #withoutRow(): AttemptRecord[] {
    return [...this.#open].filter(({ rowId }) => rowId === undefined);
  }
}

function isWithin({ period }: Budget, day: number, today: number): boolean {
  if (period === 'whole') return true;
  return period === 'day' ? day === today : Math.floor(day / 100) === Math.floor(today / 100);
}
