import type { ResponseBody } from '../../responseBody.ts';

/** Maximum length of a line, above any real answer. Longer lines are discarded without buffering the rest. */
const MAX_LINE_LENGTH = 32 * 1024 * 1024;

/**
 * Yields the non-empty lines of a body. A line over the limit is yielded as an empty string.
 *
 * @param onPiece called for each chunk that arrives.
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
