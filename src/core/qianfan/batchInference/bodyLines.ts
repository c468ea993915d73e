import type { ResponseBody } from '../../responseBody.ts';

/** A line is one answer; more than this is none. It is given up without being kept in memory. */
const MAX_LINE_LENGTH = 32 * 1024 * 1024;

/**
 * The lines of a body, without those that are empty. One that is too long comes as an empty text.
 *
 * @param onPiece hears of each piece that arrives.
 */
export async function* bodyLines(body: ResponseBody, onPiece: () => void): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let pieces: string[] = [];
  let length = 0;
  const take = (): string => {
    const line = length > MAX_LINE_LENGTH ? '' : pieces.join('');
    [pieces, length] = [[], 0];
    return line;
  };
  for (let bytes = await body.read(); bytes !== undefined; bytes = await body.read()) {
    onPiece();
    const parts = decoder.decode(bytes, { stream: true }).split('\n');
    for (const [index, part] of parts.entries()) {
      if (index > 0 && length > 0) yield take();
      length += part.length;
      if (length <= MAX_LINE_LENGTH) pieces.push(part);
    }
  }
  if (length > 0) yield take();
}
