/** How a line ends. */
export type LineEnd = '\n' | '\r\n' | '\r';

/** The lines of a text with their own ends: put together they are the text. */
export function linesOf(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
}

/** A line without its end. */
export function withoutEnd(line: string): string {
  return line.replace(/[\r\n]+$/, '');
}

/** The end that most lines of a text have; a line feed where there is none, or as many of another kind. */
export function usualEnd(text: string): LineEnd {
  const both = text.match(/\r\n/g)?.length ?? 0;
  const feeds = (text.match(/\n/g)?.length ?? 0) - both;
  const returns = (text.match(/\r/g)?.length ?? 0) - both;
  if (both > feeds && both >= returns) return '\r\n';
  return returns > feeds ? '\r' : '\n';
}

/** A line of a text and the UTF-16 units before a place in it, both counted from 0. */
interface LinePosition {
  readonly line: number;
  readonly character: number;
}

/** The position of a place in a text. */
export function positionIn(text: string, offset: number): LinePosition {
  return positionsIn(text)(offset);
}

/** Tells the positions of many places in a text, which is looked through once. */
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

/** As many lines of the beginning of a text as have room. Of a first line that is longer, its beginning. */
export function firstLines(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = text.lastIndexOf('\n', most - 1) + 1;
  // Half a character is no text to send.
  return text.slice(0, end > 0 ? end : most).toWellFormed();
}
