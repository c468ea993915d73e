/** A range of a text. Lines and UTF-16 characters are counted from 0, so it does not depend on line endings. */
export interface CodePlace {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
}

/**
 * Finds code that was taken from a file in the file's current text: at its old place, else at the only other place with
 * exactly the same text. `changed`: it is gone. `ambiguous`: it is at several other places.
 *
 * @param startLine where it began when it was taken, counted from 0.
 * @param startCharacter where in that line, if known; a match there takes precedence.
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

/** Converts all line endings to line feeds, as in the code of answers. */
export function withLineFeeds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** Returns the first two positions of `wanted` between two offsets. */
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

/** Returns the offset of a line; `undefined` if the text has fewer lines. */
function lineStart(text: string, line: number): number | undefined {
  let start = 0;
  for (let count = 0; count < line; count++) {
    start = text.indexOf('\n', start) + 1;
    if (start === 0) return undefined;
  }
  return start;
}
