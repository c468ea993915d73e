import { isUtf8 } from 'node:buffer';

/** Why a file cannot be read as a bill. */
export type BillFileProblem =
  | 'empty'
  | 'tooLarge'
  /** An Excel workbook. */
  | 'workbook'
  /** For example a web page or a picture. */
  | 'notText'
  /** Text in an unsupported encoding. */
  | 'encoding'
  /** An unclosed quote, or an endless line. */
  | 'broken'
  /** No header line. */
  | 'noHeadings'
  /** No line with a time and an amount in the chosen columns. */
  | 'noLines';

/** The console's bill of a busy month has a few megabytes. */
export const MAX_BILL_FILE_BYTES = 50 * 1024 * 1024;

/** Bytes decoded and split at a time: some hundred lines, which take a few milliseconds. */
const PIECE_BYTES = 32 * 1024;

/** A decoded text. */
export interface BillText {
  /** Can be iterated repeatedly. */
  readonly pieces: Iterable<string>;
}

/**
 * Decodes a text file: UTF-8, UTF-16 with a byte order mark, otherwise GB 18030, whose subset GBK is what Chinese Excel
 * writes. Removes a byte order mark.
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
