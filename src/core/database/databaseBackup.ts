import { existsSync } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';

/** Older copies are of no use any more. */
const KEPT = 2;

interface BackupOptions {
  readonly folder: string;
  readonly name: string;
  readonly generation: number;
  readonly logger: Logger;
}

/**
 * Copies a file that is about to get a newer format to `name.<generation>.v<format>.bak` beside it, unless that is there, and
 * deletes all copies but the two newest. Without room for a copy it goes on without one. Never throws.
 *
 * @param format the one the file has.
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
      if (sqlite.backup === undefined) source.prepare('VACUUM INTO ?').run(unfinished);
      else await sqlite.backup(source, unfinished);
    } finally {
      source.close();
    }
    // Another window may have changed the format meanwhile.
    if ((await formatIn(unfinished)) === format) await rename(unfinished, copy);
    await deleteBackups(folder, name, KEPT);
  } catch (error) {
    logger.warn(`${path} gets a new format without a copy of the old one: ${describeError(error)}`);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** `user_version`, where it stands in the file: opening a copy would leave a log beside it. */
async function formatIn(path: string): Promise<number> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 60);
    return buffer.readUInt32BE();
  } finally {
    await file.close();
  }
}

/** Deletes the copies of a database but for the newest `kept`. Throws what the file system does. */
export async function deleteBackups(folder: string, name: string, kept = 0): Promise<void> {
  const copies = (await readdir(folder)).flatMap(file => {
    const [, generation, format] =
      /^\.(\d+)\.v(\d+)\.bak$/.exec(file.startsWith(name) ? file.slice(name.length) : '') ?? [];
    return generation === undefined ? [] : [{ file, generation: Number(generation), format: Number(format) }];
  });
  copies.sort((one, other) => other.generation - one.generation || other.format - one.format);
  for (const { file } of copies.slice(kept)) await rm(join(folder, file), { force: true });
}
