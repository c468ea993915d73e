import { sqliteCode } from '../../database/database.ts';
import { WenxinError } from '../../errors.ts';

const SQLITE_ERROR = 1;
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;
const SQLITE_CORRUPT = 11;
const SQLITE_CONSTRAINT = 19;
const SQLITE_NOTADB = 26;

/** An intact file accepts all our statements, so a missing table or a column of another type is damage too. */
const DAMAGE: ReadonlySet<number | undefined> = new Set([
  SQLITE_ERROR,
  SQLITE_CORRUPT,
  SQLITE_CONSTRAINT,
  SQLITE_NOTADB,
]);

/**
 * Classifies a database error: `busy`, another connection holds the lock; `damaged`, the file must be replaced;
 * `failed`, anything else, such as a full disk.
 */
export function sqliteTrouble(error: unknown): 'busy' | 'damaged' | 'failed' {
  const cause = error instanceof WenxinError ? error.details.cause : error;
  const code = sqliteCode(cause);
  if (code === SQLITE_BUSY || code === SQLITE_LOCKED) return 'busy';
  return DAMAGE.has(code) || cause instanceof DamagedRowsError || isOutOfRange(cause) ? 'damaged' : 'failed';
}

/** Rows that are valid for SQLite but were never written by this extension. */
export class DamagedRowsError extends Error {
  override readonly name = 'DamagedRowsError';
  readonly code = 'DAMAGED_ROWS';
}

/** An integer too large for a JavaScript number, which this extension never wrote. */
function isOutOfRange(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_OUT_OF_RANGE';
}
