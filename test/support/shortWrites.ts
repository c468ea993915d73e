import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from './temporaryFolder.ts';

/** `FileHandle.write`: the first argument is a buffer or a string, the next ones its range and the position. */
type Write = (this: FileHandle, data: Uint8Array | string, ...rest: unknown[]) => Promise<unknown>;

/**
 * Lets every write through a `FileHandle` of this process write at most `most` bytes, as on a nearly full disk, while
 * `run` runs. Writes of several buffers (`writev`) write some of the first one.
 */
export async function withShortWrites<T>(most: number, run: () => Promise<T>): Promise<T> {
  const handle = await open(join(temporaryFolder(), 'any'), 'w');
  const prototype = Object.getPrototypeOf(handle) as { write: Write; writev: unknown };
  await handle.close();
  const { write, writev } = prototype;
  prototype.write = function (data, ...rest) {
    if (typeof data === 'string') return write.call(this, Buffer.from(data).subarray(0, most), 0);
    const [offset = 0, length = data.length - Number(offset), position = null] = rest;
    return write.call(this, data, offset, Math.min(most, Number(length)), position);
  };
  prototype.writev = function (this: FileHandle, buffers: readonly Uint8Array[]) {
    return write.call(this, Buffer.concat(buffers).subarray(0, most), 0);
  };
  try {
    return await run();
  } finally {
    Object.assign(prototype, { write, writev });
  }
}
