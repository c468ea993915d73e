import { isUtf8 } from 'node:buffer';

/** What is wrong with a file that should be a bill. */
export type BillFileProblem =
  | 'empty'
  | 'tooLarge'
  /** A workbook of Excel's own. */
  | 'workbook'
  /** A web page, a picture or the like. */
  | 'notText'
  /** Text in none of the encodings such files come in. */
  | 'encoding'
  /** A quote that is not closed, or lines without an end. */
  | 'broken'
  /** No line with headings. */
  | 'noHeadings'
  /** Not one line with a time and an amount in the columns that were chosen. */
  | 'noLines';

/** A console's bill of a busy month has some megabytes. */
export const MAX_BILL_FILE_BYTES = 50 * 1024 * 1024;

/** So much is decoded and split at a time: some hundred lines, which take a few milliseconds. */
const PIECE_BYTES = 32 * 1024;

/** A decoded text. */
export interface BillText {
  /** They can be gone through again. */
  readonly pieces: Iterable<string>;
}

/**
 * Decodes a file of text: UTF-8, UTF-16 with a byte order mark, and otherwise what Chinese Excel writes, GBK as a part of
 * GB 18030. A byte order mark is taken off.
 */
export function decodeBillFile(bytes: Uint8Array): BillText | BillFileProblem {
  if (bytes.length > MAX_BILL_FILE_BYTES) return 'tooLarge';
  if (bytes.length === 0) return 'empty';
  if (startsWith(bytes, [0x50, 0x4b, 3, 4]) || startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return 'workbook';
  const encoding = encodingOf(bytes);
  if (encoding === undefined) return 'notText';
  const pieces = { [Symbol.iterator]: () => decode(bytes, encoding) };
  const [head = ''] = pieces;
  if (head.trim() === '') return 'empty';
  if (/^\s*</.test(head)) return 'notText';
  return head.includes('\ufffd') ? 'encoding' : { pieces };
}

function encodingOf(bytes: Uint8Array): string | undefined {
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  if (bytes.subarray(0, PIECE_BYTES).includes(0)) return undefined;
  return isUtf8(bytes) ? 'utf-8' : 'gb18030';
}

function* decode(bytes: Uint8Array, encoding: string): Iterator<string> {
  const decoder = new TextDecoder(encoding);
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
    const isLast = start + PIECE_BYTES >= bytes.length;
    yield decoder.decode(bytes.subarray(start, start + PIECE_BYTES), { stream: !isLast });
  }
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
