/** A line ending. */
export type LineEnd = '\n' | '\r\n' | '\r';

/** Splits a text into lines with their line endings; joined, they are the text. */
export function linesOf(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
}

/** Returns a line without its line ending. */
export function withoutEnd(line: string): string {
  return line.replace(/[\r\n]+$/, '');
}

/** Returns the most frequent line ending of a text; a line feed if there is none, or on a tie. */
export function usualEnd(text: string): LineEnd {
  const both = text.match(/\r\n/g)?.length ?? 0;
  const feeds = (text.match(/\n/g)?.length ?? 0) - both;
  const returns = (text.match(/\r/g)?.length ?? 0) - both;
  if (both > feeds && both >= returns) return '\r\n';
  return returns > feeds ? '\r' : '\n';
}

/** Line and UTF-16 offset within it, both counted from 0. */
interface LinePosition {
  readonly line: number;
  readonly character: number;
}

/** Converts an offset to a position. */
export function positionIn(text: string, offset: number): LinePosition {
  return positionsIn(text)(offset);
}

/** Returns a function that converts many offsets of a text, which is scanned only once. */
export function positionsIn(text: string): (offset: number) => LinePosition {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + end.length);
  return offset => {
    let line = 0;
    for (let above = starts.length; above - line > 1;) {
      const middle = (line + above) >> 1;
      if ((starts[middle] ?? 0) <= offset) line = middle;
      else above = middle;
    }
    return { line, character: offset - (starts[line] ?? 0) };
  };
}

/** Returns as many whole first lines as fit. If even the first line is too long, returns its beginning. */
export function firstLines(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = text.lastIndexOf('\n', most - 1) + 1;
  // Do not send half of a surrogate pair.
  return text.slice(0, end > 0 ? end : most).toWellFormed();
}
