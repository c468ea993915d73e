/** A piece of text, or the code point of an invisible character, such as `U+202E`. */
export type TextPiece = { readonly text: string } | { readonly hidden: string };

/** Control and format characters (including zero-width and bidirectional ones) and blank letters. */
const HIDDEN_IN_CODE = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;

/** Only characters that change how text reads: some languages and emoji need joiners and marks. */
const HIDDEN_IN_PROSE = /(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Splits text so that invisible characters, which could deceive the reader, are shown as code points. */
export function visibleText(text: string, within: 'code' | 'prose'): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(within === 'code' ? HIDDEN_IN_CODE : HIDDEN_IN_PROSE)) {
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) });
    const codePoint = match[0].codePointAt(0) ?? 0;
    pieces.push({ hidden: `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}` });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

/** Does the same for plain text, such as tooltips. Names and other short texts are checked as strictly as code. */
export function plainVisibleText(text: string): string {
  return visibleText(text, 'code')
    .map(piece => ('text' in piece ? piece.text : `<${piece.hidden}>`))
    .join('');
}
