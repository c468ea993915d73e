import type { Statements } from '../../database/database.ts';
import { entryOf, SELECT_ENTRIES, type LedgerEntry } from '../attemptRows.ts';
import { STATE } from '../ledgerFormat.ts';
import { attemptsOf } from './attemptFilter.ts';
import type { UsageFilter } from './usageReport.ts';

/** The attempts to export. Only ended ones are. */
export interface ExportRange {
  /** 0 for the beginning of the ledger. */
  readonly firstDay: number;
  /** Inclusive. */
  readonly lastDay: number;
  readonly filter: UsageFilter;
}

/** A cursor: the last attempt that was read. */
export interface ExportPlace {
  readonly localDay: number;
  readonly attemptId: number;
}

/** Attempts in the order of their days, and the cursor for the next page; `undefined` on the last page. */
export interface ExportPage {
  readonly entries: readonly LedgerEntry[];
  readonly next: ExportPlace | undefined;
}

/**
 * Reads the next `limit` attempts. Each page is a separate read, so a slow consumer does not block checkpoints of the
 * write-ahead log, and attempts that end meanwhile are included if their day is still to come.
 */
export function readExportPage(
  database: Statements,
  { firstDay, lastDay, filter }: ExportRange,
  after: ExportPlace | undefined,
  limit: number,
): ExportPage {
  const { sql, values } = attemptsOf(after?.localDay ?? firstDay, lastDay, filter);
  const rows = database
    .statement(
      `${SELECT_ENTRIES} WHERE ${sql} AND (attempt.local_day, attempt.id) > (?, ?) AND attempt.state <> ${STATE.open}
       ORDER BY attempt.local_day, attempt.id LIMIT ?`,
    )
    .all(...values, after?.localDay ?? 0, after?.attemptId ?? 0, limit);
  const last = rows.length < limit ? undefined : rows.at(-1);
  return {
    entries: rows.map(entryOf),
    next: last && { localDay: Number(last['local_day']), attemptId: Number(last['id']) },
  };
}
