import { sqliteCode, type Database } from '../database/database.ts';
import { WenxinError } from '../errors.ts';

/** SQLite's codes for errors in a statement or its values, not in the file: they would recur on every retry. */
const MISTAKES: ReadonlySet<number | undefined> = new Set([
  undefined,
  1, // ERROR
  18, // TOOBIG
  19, // CONSTRAINT
  20, // MISMATCH
  21, // MISUSE
  25, // RANGE
]);

/**
 * Writes a result in the transaction of its booking. Errors of the file undo both. After an error in the result itself,
 * which is passed to `onMistake`, the booking is kept without it: it is money, and other bookings are queued behind it.
 */
export function writeResult(database: Database, write: () => void, onMistake: (error: unknown) => void): void {
  database.execute('SAVEPOINT result');
  try {
    write();
  } catch (error) {
    if (!MISTAKES.has(sqliteCode(error instanceof WenxinError ? error.details.cause : error))) throw error;
    database.execute('ROLLBACK TO result');
    onMistake(error);
  }
  database.execute('RELEASE result');
}
