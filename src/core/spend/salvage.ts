import type { DatabaseSync } from 'node:sqlite';
import type { Database } from '../database/database.ts';
import { correctDay } from './corrections.ts';
import { hasAllAttempts, repairDay } from './dailyRows.ts';
import { type DamagedRow, readableRows } from '../database/damagedTable.ts';
import { insertSavedRow, parseSavedJson } from '../database/savedRow.ts';
import { NAME_KIND, STATE } from './ledgerFormat.ts';
import type { LocalDay } from './localCalendar.ts';
import { bookAsLost } from './lostAttempts.ts';
import { dropStrayItems, soundBatchRow } from './savedBatches.ts';
import { readSpend } from './spendRows.ts';

/**
 * Tables worth saving, with their primary keys. Rows of windows and flights are left out: live processes write new
 * ones.
 */
const TABLES: readonly (readonly [table: string, ...keys: string[]])[] = [
  ['name', 'id'],
  ['price', 'id'],
  ['attempt', 'id'],
  ['daily', 'local_day', 'kind', 'value'],
  ['latency', 'local_day', 'metric', 'bucket'],
  ['question', 'id'],
  ['budget', 'scope_kind', 'scope', 'period'],
  ['notice', 'subject', 'period', 'percent'],
  ['lane', 'account', 'endpoint', 'model'],
  ['answer_length', 'feature', 'model', 'bucket'],
  ['token_factor', 'model', 'class'],
  ['paused', 'consumer'],
  ['token', 'name'],
  ['answer_folder', 'path'],
  ['batch_job', 'id'],
  ['batch_item', 'id'],
  ['batch_runner', 'id'],
  ['batch_part', 'job', 'part'],
  ['meta', 'key'],
];

/**
 * Copies what is readable in a damaged ledger into an empty one, in small steps, and returns the number of rows. Open
 * attempts are booked as lost; a window that is still running corrects that. Sums are rebuilt where all their attempts
 * are readable, and copied otherwise.
 *
 * @param fresh within the transaction that creates it.
 * @param breathe awaited after every few milliseconds of work.
 */
export async function salvageLedger(
  fresh: Database,
  damaged: DatabaseSync,
  { nowMs, today }: { readonly nowMs: number; readonly today: LocalDay },
  breathe: () => Promise<void>,
): Promise<number> {
  let saved = 0;
  for (const [table, ...keys] of TABLES) {
    for (const rows of readableRows(damaged, table, keys)) {
      for (const row of rows) if (insert(fresh, table, row)) saved++;
      await breathe();
    }
  }
  nameTheNameless(fresh);
  dropStrayItems(fresh);
  for (const { id } of fresh.statement(`SELECT id FROM attempt WHERE state = ${STATE.open}`).all()) {
    bookAsLost(fresh, Number(id));
  }
  const days = fresh.statement('SELECT DISTINCT local_day AS day FROM attempt UNION SELECT ?').all(today.day);
  for (const { day } of days) {
    sumUp(fresh, Number(day), nowMs, today);
    await breathe();
  }
  // The sums were rebuilt above.
  fresh.statement("DELETE FROM meta WHERE key = 'sumsWanted'").run();
  return saved;
}

/** Returns whether the row was inserted. */
function insert(fresh: Database, table: string, saved: DamagedRow): boolean {
  const row = soundBatchRow(table, saved);
  if (row === undefined) return false;
  if (table === 'meta' && row['key'] !== 'time_zone') return false;
  if (table === 'price' && !isPrice(parseSavedJson(row['json']))) return false;
  return insertSavedRow(fresh, table, row);
}

function isPrice(price: unknown): boolean {
  return typeof price === 'object' && price !== null && 'tiers' in price && Array.isArray(price.tiers);
}

/** Adds placeholders for lost names: the attempts still count as money. */
function nameTheNameless(fresh: Database): void {
  for (const kind of ['account', 'endpoint', 'model', 'workspace', 'feature', 'consumer'] as const) {
    fresh
      .statement(
        `INSERT INTO name(id, kind, text) SELECT DISTINCT ${kind}, ${NAME_KIND[kind]}, '? ' || ${kind} FROM attempt
         WHERE ${kind} NOT IN (SELECT id FROM name)`,
      )
      .run();
  }
}

/** Today's sums are verified whenever the file is opened, so an amount without attempts is booked as a correction. */
function sumUp(fresh: Database, day: number, nowMs: number, today: LocalDay): void {
  const isWhole = hasAllAttempts(fresh, day);
  if (!isWhole && day !== today.day) return;
  const { amountNanoYuan, estimated } = readSpend(fresh, day, day);
  repairDay(fresh, day);
  if (!isWhole && amountNanoYuan > readSpend(fresh, day, day).amountNanoYuan) {
    correctDay(fresh, 'salvage', amountNanoYuan, nowMs, today, estimated);
  }
}
