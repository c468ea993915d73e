/** A piece of text, or a citation mark with the number of its source. */
export type MarkedPiece = { readonly text: string } | { readonly source: number; readonly text: string };

/**
 * Splits text at citation marks: `[1]`, also `^[1]^` and `[1][2]`, if such sources exist; everything else remains text.
 */
export function citationMarks(text: string, sources: ReadonlySet<number>): readonly MarkedPiece[] {
  if (sources.size === 0) return [{ text }];
  const pieces: MarkedPiece[] = [];
  let end = 0;
  for (const { 0: mark, 1: number, index } of text.matchAll(/\^?\[(\d{1,3})\]\^?/g)) {
    const source = Number(number);
    if (!sources.has(source)) continue;
    if (index > end) pieces.push({ text: text.slice(end, index) });
    pieces.push({ source, text: `[${source}]` });
    end = index + mark.length;
  }
  if (end < text.length || pieces.length === 0) pieces.push({ text: text.slice(end) });
  return pieces;
}
