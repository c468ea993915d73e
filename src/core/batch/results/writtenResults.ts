import { open, rename, rm, stat, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Item } from '../item.ts';
import { writeAll } from '../writeAll.ts';
import { NumberSet } from './numberSet.ts';
import { resultLine } from './resultLine.ts';

/** A results file as last written by this process. Methods throw file system errors. */
export class WrittenResults {
  /** The items in the file. */
  readonly numbers: NumberSet;
  #path: string;
  #inode: number;
  #bytes: number;

  private constructor(path: string, inode: number, bytes: number, numbers: NumberSet) {
    this.numbers = numbers;
    this.#path = path;
    this.#inode = inode;
    this.#bytes = bytes;
  }

  /** Adopts an existing file with the given items, truncated to `bytes`. */
  static async keep(path: string, bytes: number, numbers: NumberSet): Promise<WrittenResults> {
    const { ino, size } = await stat(path);
    if (size > bytes) await truncate(path, bytes);
    return new WrittenResults(path, ino, bytes, numbers);
  }

  /** Creates an empty file, or truncates an existing one. The user may choose its place, so it follows the umask. */
  static async make(path: string): Promise<WrittenResults> {
    const file = await open(path, 'w');
    try {
      return new WrittenResults(path, (await file.stat()).ino, 0, new NumberSet());
    } finally {
      await file.close();
    }
  }

  /** Returns whether the file is unchanged since this process last wrote it. */
  async isAsLeft(): Promise<boolean> {
    const found = await statIfThere(this.#path);
    return found !== undefined && found.ino === this.#inode && found.size === this.#bytes;
  }

  /** Appends lines for new items and syncs them to disk; after an error none of them is in the file. */
  async append(items: readonly Item[]): Promise<void> {
    await this.#write(items, true);
  }

  /** As `append`, but without syncing; `moveTo` does that. */
  async appendSoon(items: readonly Item[]): Promise<void> {
    await this.#write(items, false);
  }

  /** Syncs the file, then moves it to a path, replacing an existing file. */
  async moveTo(path: string): Promise<void> {
    const file = await open(this.#path, 'r+');
    await file.sync().finally(() => file.close());
    await rename(this.#path, path);
    this.#path = path;
    // Windows cannot open a directory, and does not require it to be synced.
    if (process.platform === 'win32') return;
    const folder = await open(dirname(path), 'r');
    await folder.sync().finally(() => folder.close());
  }

  /** Deletes the file, if it exists. */
  async remove(): Promise<void> {
    await rm(this.#path, { force: true });
  }

  async #write(items: readonly Item[], isSynced: boolean): Promise<void> {
    if (items.length === 0) return;
    const lines = Buffer.from(items.map(item => `${resultLine(item)}\n`).join(''));
    const file = await open(this.#path, 'r+');
    try {
      await writeAll(file, lines, this.#bytes);
      if (isSynced) await file.sync();
    } catch (error) {
      // Truncation works on a full disk, too.
      await file.truncate(this.#bytes);
      throw error;
    } finally {
      await file.close();
    }
    this.#bytes += lines.length;
    for (const { number } of items) this.numbers.add(number);
  }
}

/** Returns the stats of a file; `undefined` if it does not exist. */
export async function statIfThere(path: string): Promise<{ readonly ino: number; readonly size: number } | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
