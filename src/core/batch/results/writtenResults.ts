import { type FileHandle, open, rename, rm, stat, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Item } from '../item.ts';
import { NumberSet } from './numberSet.ts';
import { resultLine } from './resultLine.ts';

/** A file of results as far as this process knows it. What throws, throws what the file system throws. */
export class WrittenResults {
  /** The items that stand in it. */
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

  /** Takes a file over as it is, but only up to `bytes`, where those items stand. */
  static async keep(path: string, bytes: number, numbers: NumberSet): Promise<WrittenResults> {
    const { ino, size } = await stat(path);
    if (size > bytes) await truncate(path, bytes);
    return new WrittenResults(path, ino, bytes, numbers);
  }

  /** Makes an empty file, or empties one. */
  static async make(path: string): Promise<WrittenResults> {
    const file = await open(path, 'w');
    try {
      return new WrittenResults(path, (await file.stat()).ino, 0, new NumberSet());
    } finally {
      await file.close();
    }
  }

  /** Whether the file is still the one that this process has left there. */
  async isAsLeft(): Promise<boolean> {
    const found = await statIfThere(this.#path);
    return found !== undefined && found.ino === this.#inode && found.size === this.#bytes;
  }

  /** Adds lines for items that are not in it. All of them are on the disk afterwards; after an error none is in the file. */
  async append(items: readonly Item[]): Promise<void> {
    await this.#write(items, true);
  }

  /** As `append`, but the lines need not be on the disk before `moveTo`. */
  async appendSoon(items: readonly Item[]): Promise<void> {
    await this.#write(items, false);
  }

  /** Puts all of the file on the disk, and then into the place of another one. */
  async moveTo(path: string): Promise<void> {
    const file = await open(this.#path, 'r+');
    await file.sync().finally(() => file.close());
    await rename(this.#path, path);
    this.#path = path;
    // A folder cannot be opened there, and need not be.
    if (process.platform === 'win32') return;
    const folder = await open(dirname(path), 'r');
    await folder.sync().finally(() => folder.close());
  }

  /** Takes the file away, if it is there. */
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
      // There is room for that on a full disk too.
      await file.truncate(this.#bytes);
      throw error;
    } finally {
      await file.close();
    }
    this.#bytes += lines.length;
    for (const { number } of items) this.numbers.add(number);
  }
}

/** The system may take fewer bytes than it is given. */
async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += (await file.write(bytes, at, bytes.length - at, position + at)).bytesWritten;
  }
}

/** Facts about a file; `undefined` where there is none. */
export async function statIfThere(path: string): Promise<{ readonly ino: number; readonly size: number } | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
