/** A line of a file, without its line feed. */
export interface FileLine {
  /** Counts from 1. */
  readonly number: number;
  /** `too-long` if it exceeds the byte limit. */
  readonly bytes: Uint8Array | 'too-long';
}

const LF = 0x0a;

/** UTF-8's byte order mark, which some programs write at the start. */
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Splits a stream into lines; the last one needs no line feed. Buffers at most one line. */
export async function* fileLines(pieces: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<FileLine> {
  let number = 1;
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  const hold = (bytes: Uint8Array): void => {
    heldBytes += bytes.length;
    if (heldBytes <= maxBytes) held.push(bytes);
    else held = [];
  };
  const line = (): FileLine => {
    const whole = Buffer.concat(held);
    const bytes = number === 1 && whole.subarray(0, MARK.length).equals(MARK) ? whole.subarray(MARK.length) : whole;
    const made: FileLine = { number, bytes: heldBytes > maxBytes ? 'too-long' : bytes };
    number++;
    held = [];
    heldBytes = 0;
    return made;
  };
  for await (const piece of pieces) {
    let from = 0;
    for (let end = piece.indexOf(LF); end >= 0; end = piece.indexOf(LF, from)) {
      hold(piece.subarray(from, end));
      yield line();
      from = end + 1;
    }
    hold(piece.subarray(from));
  }
  if (heldBytes > 0) yield line();
}
