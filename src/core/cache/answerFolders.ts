import { stat } from 'node:fs/promises';
import type { Database } from '../database/database.ts';

/** The folders that hold an answer file: one per workspace, wherever its editor stores it. */
export class AnswerFolders {
  readonly #database: () => Promise<Database>;

  /** @param database the file that all windows share. */
  constructor(database: () => Promise<Database>) {
    this.#database = database;
  }

  /** Registers a folder, before answers are written there, so that clearing finds them. Throws `storage`. */
  async add(folder: string): Promise<void> {
    const database = await this.#database();
    await database.transaction(() =>
      database.statement('INSERT OR IGNORE INTO answer_folder(path) VALUES(?)').run(folder),
    );
  }

  /** Returns the folders that still exist, in no order, and deletes the rows of the others. Throws `storage`. */
  async list(): Promise<string[]> {
    const database = await this.#database();
    const all = database
      .read(() => database.statement('SELECT path FROM answer_folder').all())
      .map(({ path }) => String(path));
    const gone = await Promise.all(all.map(isGone));
    const missing = all.filter((_, index) => gone[index]);
    if (missing.length > 0) {
      await database.transaction(() => {
        for (const path of missing) database.statement('DELETE FROM answer_folder WHERE path = ?').run(path);
      });
    }
    return all.filter((_, index) => !gone[index]);
  }
}

/** A folder that merely cannot be read counts as existing: it may still hold answers. */
async function isGone(folder: string): Promise<boolean> {
  try {
    return !(await stat(folder)).isDirectory();
  } catch (error) {
    return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
  }
}
