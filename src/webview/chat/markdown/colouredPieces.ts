import type { CodeKind, CodeRun } from '../../../protocol/codeMessages.ts';

/** A piece of code with one token type. */
export interface ColouredPiece {
  readonly kind: CodeKind | null;
  readonly text: string;
}

/** Splits code into its runs. Runs only have lengths, so wrong ones cannot change the text. */
export function colouredPieces(text: string, runs: readonly CodeRun[]): readonly ColouredPiece[] {
  const pieces: ColouredPiece[] = [];
  let end = 0;
  for (const [kind, length] of runs) {
    if (end < text.length && length > 0) pieces.push({ kind, text: text.slice(end, end + length) });
    end += Math.max(0, length);
  }
  if (end < text.length) pieces.push({ kind: null, text: text.slice(end) });
  return pieces;
}
