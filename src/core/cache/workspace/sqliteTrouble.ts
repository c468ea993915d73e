import { sqliteCode } from '../../database/database.ts';
import { WenxinError } from '../../errors.ts';

const SQLITE_ERROR = 1;
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;
const SQLITE_CORRUPT = 11;
const SQLITE_CONSTRAINT = 19;
const SQLITE_NOTADB = 26;

/** A sound file takes all our statements: that a table is missing, or a row has another type, is damage as well. */
const DAMAGE: ReadonlySet<number | undefined> = new Set([
  SQLITE_ERROR,
  SQLITE_CORRUPT,
  SQLITE_CONSTRAINT,
  SQLITE_NOTADB,
]);

/**
 * What an error of a database means: `busy`, another window has locked it; `damaged`, it is no use any more; `failed`,
 * anything else, such as a full disk.
 */
export function sqliteTrouble(error: unknown): 'busy' | 'damaged' | 'failed' {
  const cause = error instanceof WenxinError ? error.details.cause : error;
  const code = sqliteCode(cause);
  if (code === SQLITE_BUSY || code === SQLITE_LOCKED) return 'busy';
  return DAMAGE.has(code) || cause instanceof DamagedRowsError || isOutOfRange(cause) ? 'damaged' : 'failed';
}

/** Rows that SQLite takes, and we never wrote. */
export class DamagedRowsError extends Error {
  override readonly name = 'DamagedRowsError';
  readonly code = 'DAMAGED_ROWS';
}

/** A number that JavaScript does not have, and that we never wrote. */
function isOutOfRange(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_OUT_OF_RANGE';
}
