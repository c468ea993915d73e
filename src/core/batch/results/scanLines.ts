import { createReadStream } from 'node:fs';

/** What a file of lines holds, apart from them. */
export interface Scanned {
  /** Bytes up to the end of the last whole line. */
  readonly wholeBytes: number;
  /** How the rest begins, that has no end of its own; empty where there is none. */
  readonly torn: string;
}

const LINE_END = 0x0a;

/**
 * Reads a file of lines without ever holding more than a piece of one: it may be of gigabytes. Throws what the file system
 * throws.
 *
 * @param onLine hears how each whole line begins, in at most `longest` bytes, and whether any byte of it is zero, as a power
 * cut leaves them; until it says that this was enough.
 */
export async function scanLines(
  path: string,
  longest: number,
  onLine: (beginning: string, hasZeros: boolean) => boolean,
): Promise<Scanned> {
  let wholeBytes = 0;
  let bytes = 0;
  let hasZeros = false;
  let beginning = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    for (let start = 0; start < chunk.length;) {
      const end = chunk.indexOf(LINE_END, start);
      const part = chunk.subarray(start, end < 0 ? chunk.length : end);
      hasZeros ||= part.includes(0);
      if (beginning.length < longest)
        beginning = Buffer.concat([beginning, part.subarray(0, longest - beginning.length)]);
      if (end < 0) break;
      wholeBytes = bytes + end + 1;
      if (!onLine(beginning.toString(), hasZeros)) return { wholeBytes, torn: '' };
      beginning = Buffer.alloc(0);
      hasZeros = false;
      start = end + 1;
    }
    bytes += chunk.length;
  }
  return { wholeBytes, torn: beginning.toString() };
}
