import type { FileHandle } from 'node:fs/promises';

/**
 * Writes all bytes to a file. `FileHandle.write` may write only some of them, most often on a nearly full disk; the
 * repeated write then throws. Throws file system errors.
 *
 * @param position defaults to the file's current position.
 */
export async function writeAll(file: FileHandle, bytes: Uint8Array, position?: number): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const to = position === undefined ? null : position + at;
    at += (await file.write(bytes, at, bytes.length - at, to)).bytesWritten;
  }
}
