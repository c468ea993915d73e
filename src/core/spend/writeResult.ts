import { sqliteCode, type Database } from '../database/database.ts';
import { WenxinError } from '../errors.ts';

/** SQLite's codes for what is wrong with a statement or its values, and not with the file: it would be so the next time too. */
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
 * Writes what belongs to a booking, in its transaction. What the file does not take undoes both. After a mistake in it, which
 * `onMistake` hears, the booking stands alone: it is money, and others wait behind it.
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
