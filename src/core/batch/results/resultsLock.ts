import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { isBusy } from '../../database/database.ts';
import { makePrivateFolder } from '../../privateFiles.ts';

/**
 * Cross-process lock for writing a file. It uses SQLite's lock on an empty database, which the operating system
 * releases when a process dies, so no liveness check is needed.
 */
export class ResultsLock {
  readonly #path: string;
  #held: DatabaseSync | undefined;

  /** @param path the lock file, created if missing. It is never deleted: a new file would allow a second holder. */
  constructor(path: string) {
    this.#path = path;
  }

  /** Tries to acquire the lock; returns whether it is held. Throws the errors of the file system and SQLite. */
  async hold(): Promise<boolean> {
    if (this.#held !== undefined) return true;
    await makePrivateFolder(dirname(this.#path));
    // Imported lazily: runtimes without `node:sqlite` have no batches, but load this module.
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(this.#path, { timeout: 0 });
    try {
      // Nothing is ever written, so no journal file is needed.
      database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    } catch (error) {
      database.close();
      if (isBusy(error)) return false;
      throw error;
    }
    this.#held = database;
    return true;
  }

  /** Releases the lock; returns whether it was held. */
  release(): boolean {
    const wasHeld = this.#held !== undefined;
    this.#held?.close();
    this.#held = undefined;
    return wasHeld;
  }
}
