import { existsSync } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { createPrivateFile } from '../privateFiles.ts';

/** Number of backups that are kept. */
const KEPT = 2;

interface BackupOptions {
  readonly folder: string;
  readonly name: string;
  readonly generation: number;
  readonly logger: Logger;
}

/**
 * Copies a file that is about to be migrated to `name.<generation>.v<format>.bak` beside it, unless that exists, and
 * deletes all but the two newest copies. If the copy fails, for example for lack of space, only logs it. Never throws.
 *
 * @param format the current format of the file.
 */
export async function backUp(
  sqlite: Pick<typeof import('node:sqlite'), 'DatabaseSync'> & Partial<Pick<typeof import('node:sqlite'), 'backup'>>,
  path: string,
  format: number,
  { folder, name, generation, logger }: BackupOptions,
): Promise<void> {
  const copy = join(folder, `${name}.${generation}.v${format}.bak`);
  if (existsSync(copy)) return;
  const unfinished = `${copy}.${process.pid}`;
  try {
    const source = new sqlite.DatabaseSync(path, { readOnly: true });
    try {
      createPrivateFile(unfinished);
      if (sqlite.backup === undefined) source.prepare('VACUUM INTO ?').run(unfinished);
      else await sqlite.backup(source, unfinished);
    } finally {
      source.close();
    }
    // Another window may have migrated the file in the meantime.
    if ((await formatIn(unfinished)) === format) await rename(unfinished, copy);
    await deleteBackups(folder, name, KEPT);
  } catch (error) {
    logger.warn(`${path} gets a new format without a copy of the old one: ${describeError(error)}`);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Reads `user_version` from its offset in the file: opening the copy with SQLite would create a log beside it. */
async function formatIn(path: string): Promise<number> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 60);
    return buffer.readUInt32BE();
  } finally {
    await file.close();
  }
}

/** Deletes all backups of a database except the newest `kept`. Throws the file system's errors. */
export async function deleteBackups(folder: string, name: string, kept = 0): Promise<void> {
  const copies = (await readdir(folder)).flatMap(file => {
    const [, generation, format] =
      /^\.(\d+)\.v(\d+)\.bak$/.exec(file.startsWith(name) ? file.slice(name.length) : '') ?? [];
    return generation === undefined ? [] : [{ file, generation: Number(generation), format: Number(format) }];
  });
  copies.sort((one, other) => other.generation - one.generation || other.format - one.format);
  for (const { file } of copies.slice(kept)) await rm(join(folder, file), { force: true });
}
