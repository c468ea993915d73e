import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../clock.ts';
import type { Database } from './database.ts';
import type { Logger } from '../logger.ts';

/** What `openDatabase` needs to know. */
export interface DatabaseOptions {
  /** Made when it is missing. */
  readonly folder: string;
  /** `wenxin` for `wenxin.1.db`; the number rises by one each time a damaged file is set aside. */
  readonly name: string;
  /** SQLite's mark of whose file it is: a positive 32-bit number. */
  readonly applicationId: number;
  /**
   * The n-th one takes the file from format n to n + 1. They only add, so that an older window that is still running
   * can go on, and are never edited once released.
   */
  readonly migrations: readonly string[];
  /** Whether a copy is made before an existing file gets a newer format. Not where a copy would outlive what was deleted. */
  readonly backsUp?: true;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Reads what will be needed at once, so that a damaged page shows while the file can still be set aside. */
  readonly probe?: (database: Database) => void;
  /** A file of which somebody knows that it is damaged though it can be opened: the next one is opened instead. */
  readonly damagedPath?: string | undefined;
  /** Hears the paths of a file that cannot be used and of the empty one in its place, for the person to be told. */
  readonly onSetAside?: (damagedPath: string, newPath: string, savedRows: number) => void;
  /**
   * Brings into the file that takes the place of a damaged one what can be read of that, and returns how many rows it was.
   * Nobody else sees the new file before it is done, and `breathe` has to be awaited after every few milliseconds of work.
   * Only the window that does it tells `onSetAside`.
   */
  readonly salvage?: (fresh: Database, damaged: DatabaseSync, breathe: () => Promise<void>) => Promise<number>;
  /** Whether the folder is on a network file system; looked up when missing. */
  readonly onNetwork?: boolean;
  /** How `node:sqlite` is loaded; replaced in tests. */
  readonly loadSqlite?: () => Promise<typeof import('node:sqlite')>;
}
