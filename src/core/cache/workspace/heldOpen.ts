import { closeSync, openSync } from 'node:fs';
import { WenxinError } from '../../errors.ts';

/**
 * Returns whether a file could not be deleted because another process has it open, which only Windows forbids. Node
 * reports that as EBUSY, or as EPERM, which also means a missing permission; a file in use can still be opened for
 * writing.
 *
 * @param error what the deletion threw, also as the cause of a `WenxinError`.
 */
export function isHeldOpen(error: unknown, platform: NodeJS.Platform = process.platform): boolean {
  const cause: unknown = error instanceof WenxinError ? error.details.cause : error;
  if (!(cause instanceof Error) || !('code' in cause)) return false;
  if (cause.code === 'EBUSY') return true;
  if (platform !== 'win32' || (cause.code !== 'EPERM' && cause.code !== 'EACCES')) return false;
  return 'path' in cause && typeof cause.path === 'string' && isWritable(cause.path);
}

function isWritable(path: string): boolean {
  try {
    closeSync(openSync(path, 'r+'));
    return true;
  } catch {
    return false;
  }
}
