import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { isBusy } from '../../database/database.ts';

/**
 * Says who of all processes writes a file. It is SQLite's lock on an empty file, so the system gives it back when a process
 * dies, however it dies, and nobody has to guess whether one still lives.
 */
export class ResultsLock {
  readonly #path: string;
  #held: DatabaseSync | undefined;

  /** @param path a file of its own, made when missing; it stays, for a file that is taken away would be two locks. */
  constructor(path: string) {
    this.#path = path;
  }

  /** Whether this is the one from now on, until it is released. Throws what the file system and SQLite throw. */
  async hold(): Promise<boolean> {
    if (this.#held !== undefined) return true;
    await mkdir(dirname(this.#path), { recursive: true });
    // Runtimes without it have no batches, but load this file.
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(this.#path, { timeout: 0 });
    try {
      // Nothing is ever written, so there is nothing to be undone by a second file.
      database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    } catch (error) {
      database.close();
      if (isBusy(error)) return false;
      throw error;
    }
    this.#held = database;
    return true;
  }

  /** Gives it back; returns whether it was held. */
  release(): boolean {
    const wasHeld = this.#held !== undefined;
    this.#held?.close();
    this.#held = undefined;
    return wasHeld;
  }
}
