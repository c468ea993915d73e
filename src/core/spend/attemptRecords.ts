import type { Budget } from '../budget.ts';
import type { NanoYuan } from '../money.ts';
import type { AttemptRecord } from './attemptRecord.ts';
import { countsFor } from './budgetRows.ts';
import type { Spend } from './spendRows.ts';
import type { Standing } from './standing.ts';

/** Attempts kept in memory while the file cannot be written. Beyond that, nothing more is sent. */
const MOST_UNWRITTEN = 10_000;

/**
 * Attempts of this window that the file may not know: open ones, ended ones that are not written yet, and those written
 * so recently that the file may already have been replaced.
 */
export class AttemptRecords {
  readonly #open = new Set<AttemptRecord>();
  readonly #unwritten = new Set<AttemptRecord>();
  readonly #recent = new Set<AttemptRecord>();

  add(record: AttemptRecord): void {
    this.#open.add(record);
  }

  /** Moves an attempt that ended to those waiting to be written. */
  ended(record: AttemptRecord): void {
    this.#open.delete(record);
    this.#unwritten.add(record);
  }

  /** Marks an ended attempt as written. */
  written(record: AttemptRecord): void {
    if (this.#unwritten.delete(record)) this.#recent.add(record);
  }

  /** Returns whether the outcome is not yet in the file. */
  isUnwritten(record: AttemptRecord): boolean {
    return this.#unwritten.has(record);
  }

  /** Number of attempts that ended and are not booked in the file. */
  get unwritten(): number {
    return this.#unwritten.size;
  }

  /** Number of attempts without a row, or whose outcome is not written. */
  get waiting(): number {
    return this.#unwritten.size + this.#withoutRow().length;
  }

  /** Attempts that were written, but perhaps into a file that had already been replaced; kept until `settled`. */
  get recent(): ReadonlySet<AttemptRecord> {
    return this.#recent;
  }

  get isFull(): boolean {
    return this.waiting >= MOST_UNWRITTEN;
  }

  /** Returns everything that has to be written into a replacement file. */
  all(): AttemptRecord[] {
    return [...this.#recent, ...this.#unwritten, ...this.#open];
  }

  /** Drops records after a check that the file they were written into was still in use. */
  settled(records: readonly AttemptRecord[]): void {
    for (const record of records) this.#recent.delete(record);
  }

  /** Adds the worst-case costs of attempts without a row to the reservations of the budgets. */
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

  /** Adds ended attempts that are not written yet to the spending of a range of days. */
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
