import { createReadStream } from 'node:fs';

/** The result of a scan. */
export interface Scanned {
  /** Bytes up to the end of the last complete line. */
  readonly wholeBytes: number;
  /** The beginning of the incomplete last line; empty if there is none. */
  readonly torn: string;
}

const LINE_END = 0x0a;

/**
 * Scans the lines of a file with constant memory, as it may have gigabytes. Throws file system errors.
 *
 * @param onLine called for each complete line with its beginning of at most `longest` bytes, and whether it contains
 * zero bytes, as after a power failure. Returns false to stop the scan.
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
