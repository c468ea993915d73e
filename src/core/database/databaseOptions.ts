import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../clock.ts';
import type { Database } from './database.ts';
import type { Logger } from '../logger.ts';

/** Options of `openDatabase`. */
export interface DatabaseOptions {
  /** Created if missing. */
  readonly folder: string;
  /** `wenxin` for `wenxin.1.db`; the number increases each time a damaged file is replaced. */
  readonly name: string;
  /** SQLite's `application_id`: a positive 32-bit number. */
  readonly applicationId: number;
  /**
   * The n-th migration takes the file from format n to n + 1. Migrations only add, so that an older window that is
   * still running keeps working, and are never edited once released.
   */
  readonly migrations: readonly string[];
  /** Whether to back up a file before migrating it. Not where a backup would preserve deleted data. */
  readonly backsUp?: true;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Reads what is needed at startup, so that a damaged page is found while the file can still be replaced. */
  readonly probe?: (database: Database) => void;
  /** A file that is known to be damaged although it can be opened; the next generation is opened instead. */
  readonly damagedPath?: string | undefined;
  /** Called with the paths of an unusable file and of its replacement, to notify the user. */
  readonly onSetAside?: (damagedPath: string, newPath: string, savedRows: number) => void;
  /**
   * Copies the readable rows of a damaged file to its replacement, and returns their number. No other window sees the
   * new file before that is done. `breathe` must be awaited after every few milliseconds of work. Only the window that
   * salvages calls `onSetAside`.
   */
  readonly salvage?: (fresh: Database, damaged: DatabaseSync, breathe: () => Promise<void>) => Promise<number>;
  /** Whether the folder is on a network file system; detected if missing. */
  readonly onNetwork?: boolean;
  /** Loads `node:sqlite`; replaced in tests. */
  readonly loadSqlite?: () => Promise<typeof import('node:sqlite')>;
}
