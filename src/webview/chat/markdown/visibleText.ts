/** A piece of text as it is, or the code point of a character that nobody would see, as `U+202E`. */
export type TextPiece = { readonly text: string } | { readonly hidden: string };

/** Controls, format characters (also zero-width ones and those that turn the direction) and blank letters. */
const HIDDEN_IN_CODE = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;

/** Only what makes text read differently than it is: joiners and marks belong to some languages and to emoji. */
const HIDDEN_IN_PROSE = /(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Splits text so that what would be hidden, and could deceive, is shown by its code point. */
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

/** The same where only text can stand, as in a tooltip. Names and other short texts are shown as strictly as code. */
export function plainVisibleText(text: string): string {
  return visibleText(text, 'code')
    .map(piece => ('text' in piece ? piece.text : `<${piece.hidden}>`))
    .join('');
}
