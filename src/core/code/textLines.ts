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

/** The line of a place in a text and the UTF-16 units before it there, both counted from 0. */
export function positionIn(text: string, offset: number): { readonly line: number; readonly character: number } {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}
