/** A range of a text, in UTF-16 units, and its replacement. */
export interface SmallEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Returns the smallest edit that turns one text into the other; `undefined` if they are equal. It never splits a CRLF
 * or a surrogate pair.
 */
export function smallestEdit(before: string, after: string): SmallEdit | undefined {
  if (before === after) return undefined;
  const longest = Math.min(before.length, after.length);
  let start = 0;
  while (start < longest && before[start] === after[start]) start++;
  while (start > 0 && (isInside(before, start) || isInside(after, start))) start--;
  let tail = 0;
  while (tail < longest - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  while (tail > 0 && (isInside(before, before.length - tail) || isInside(after, after.length - tail))) tail--;
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}

function isInside(text: string, at: number): boolean {
  const pair = text.slice(at - 1, at + 1);
  return pair === '\r\n' || /^[\ud800-\udbff][\udc00-\udfff]$/.test(pair);
}
