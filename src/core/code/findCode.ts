/** A place in a text: lines and characters (UTF-16) counted from 0, so that it does not depend on line endings. */
export interface CodePlace {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
}

/**
 * Where code that was taken from a file stands in it now: where it stood, else at the only other place that holds exactly
 * the same. `changed`: it is not there any more. `ambiguous`: it moved, and stands at several places.
 *
 * @param startLine where it began when it was taken, counted from 0.
 * @param startCharacter where in that line, if that is known: what stands just there is meant.
 */
export function findCode(
  file: string,
  code: string,
  startLine: number,
  startCharacter?: number,
): CodePlace | 'changed' | 'ambiguous' {
  const text = withLineFeeds(file);
  const wanted = withLineFeeds(code);
  if (wanted === '') return text === '' ? placeOf(text, 0, 0) : 'changed';
  const home = lineStart(text, startLine);
  if (home !== undefined && startCharacter !== undefined && text.startsWith(wanted, home + startCharacter)) {
    return placeOf(text, home + startCharacter, home + startCharacter + wanted.length);
  }
  const atHome =
    home === undefined ? [] : firstTwo(text, wanted, home, lineStart(text, startLine + 1) ?? text.length + 1);
  const [only, another] = atHome.length > 0 ? atHome : firstTwo(text, wanted, 0, text.length + 1);
  if (only === undefined) return 'changed';
  return another === undefined ? placeOf(text, only, only + wanted.length) : 'ambiguous';
}

/** A text with the line endings that code of answers has. */
export function withLineFeeds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** Where code begins between two places of a text, the first two times. */
function firstTwo(text: string, wanted: string, from: number, to: number): number[] {
  const first = text.indexOf(wanted, from);
  if (first < 0 || first >= to) return [];
  const second = text.indexOf(wanted, first + 1);
  return second < 0 || second >= to ? [first] : [first, second];
}

function placeOf(text: string, start: number, end: number): CodePlace {
  const [startLine, startCharacter] = position(text, start);
  const [endLine, endCharacter] = position(text, end);
  return { startLine, startCharacter, endLine, endCharacter };
}

function position(text: string, offset: number): readonly [line: number, character: number] {
  const before = text.slice(0, offset).split('\n');
  return [before.length - 1, before.at(-1)?.length ?? 0];
}

/** Where a line begins; `undefined` where there is none of that number. */
function lineStart(text: string, line: number): number | undefined {
  let start = 0;
  for (let count = 0; count < line; count++) {
    start = text.indexOf('\n', start) + 1;
    if (start === 0) return undefined;
  }
  return start;
}
