import type { Statements } from '../../database/database.ts';
import { entryOf, SELECT_ENTRIES, type LedgerEntry } from '../attemptRows.ts';
import { STATE } from '../ledgerFormat.ts';
import { attemptsOf } from './attemptFilter.ts';
import type { UsageFilter } from './usageReport.ts';

/** Which attempts are exported: those that ended. */
export interface ExportRange {
  /** 0 for the beginning of the ledger. */
  readonly firstDay: number;
  /** Included. */
  readonly lastDay: number;
  readonly filter: UsageFilter;
}

/** The place in an export up to which it has been read. */
export interface ExportPlace {
  readonly localDay: number;
  readonly attemptId: number;
}

/** Some attempts in the order of their days, and where to go on; `undefined` when these were the last. */
export interface ExportPage {
  readonly entries: readonly LedgerEntry[];
  readonly next: ExportPlace | undefined;
}

/**
 * Reads the next `limit` attempts. Each page is a read of its own: no reader that a person keeps waiting stands in the way
 * of the write-ahead log, and what ends meanwhile in days that are still to come is in it.
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
