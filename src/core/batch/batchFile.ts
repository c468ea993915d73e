import type { Database } from '../database/database.ts';
import type { Unsubscribe } from '../emitter.ts';

/** The database that stores jobs: the ledger's own, so that a result and its booking share a transaction. */
export interface BatchFile {
  /** Returns the database; opens it if needed. Throws `storage`. */
  file(): Promise<Database>;
  /** Returns the result of `run`; `undefined` while the file is not open. Throws `storage`. */
  read<T>(run: (database: Database) => T): T | undefined;
  /** Runs `run` in one transaction and notifies listeners; `run` is called again after a rollback. Throws `storage`. */
  write(run: (database: Database) => void): Promise<void>;
  /** Fires after a write by this process or another one. */
  readonly onDidChange: (listener: () => void) => Unsubscribe;
}
