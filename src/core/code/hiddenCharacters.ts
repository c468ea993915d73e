/**
 * Control characters, bidirectional controls, zero-width characters, Unicode line separators and blank Hangul letters
 * (Unicode 17, categories Cc, Cf, Zl and Zp). Excludes tab, line breaks, and joiners inside an emoji or a word, as in
 * Persian or Hindi.
 */
const HIDDEN =
  /(?![\t\n\r])[\p{Cc}\p{Zl}\p{Zp}]|(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f\p{L}\p{M}])[\u200c\u200d]|[\u200c\u200d](?![\p{Extended_Pictographic}\p{L}\p{M}])|(?![\u200c\u200d])\p{Cf}|[\u115f\u1160\u3164\uffa0]/gu;

/** Returns the invisible characters of a text, which may change what it does: each kind once, as `U+202E`. */
export function hiddenCharacters(text: string): readonly string[] {
  const found = new Set<string>();
  for (const [character] of text.matchAll(HIDDEN)) {
    found.add(`U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);
  }
  return [...found];
}

/** Returns the text without invisible characters. */
export function withoutHidden(text: string): string {
  return text.replace(HIDDEN, '');
}
