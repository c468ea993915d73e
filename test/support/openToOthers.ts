import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Runs with a umask that takes nothing away, so that only the modes of the code count. */
export async function withoutUmask<T>(run: () => Promise<T>): Promise<T> {
  const before = process.umask(0);
  try {
    return await run();
  } finally {
    process.umask(before);
  }
}

/** The files and folders below a folder that others than their owner can read or write. Windows has no such modes. */
export function openToOthers(folder: string): string[] {
  if (process.platform === 'win32') return [];
  return globSync('**', { cwd: folder }).filter(
    path => path !== '.' && (statSync(join(folder, path)).mode & 0o077) !== 0,
  );
}
