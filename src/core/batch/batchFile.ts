import type { Database } from '../database/database.ts';
import type { Unsubscribe } from '../emitter.ts';

/** The file in which jobs are kept: the ledger's, so that a result and its booking are written together. */
export interface BatchFile {
  /** Opened where it was not. Throws `storage`. */
  file(): Promise<Database>;
  /** What `run` reads; `undefined` while it is not open. Throws `storage`. */
  read<T>(run: (database: Database) => T): T | undefined;
  /** Changes it in one transaction and tells the listeners; `run` may be called again after one that was undone. Throws `storage`. */
  write(run: (database: Database) => void): Promise<void>;
  /** Fired when something was written to it, by this process or another one. */
  readonly onDidChange: (listener: () => void) => Unsubscribe;
}
