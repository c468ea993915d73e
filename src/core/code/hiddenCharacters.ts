/**
 * Controls, characters that turn the direction of text, and those without width (Unicode 17, categories Cc and Cf). Not
 * among them: tab, line breaks, and what holds the parts of an emoji or of a Persian or Indian word together.
 */
const HIDDEN =
  /(?![\t\n\r])[\p{Cc}\p{Zl}\p{Zp}]|(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f\p{L}\p{M}])[\u200c\u200d]|[\u200c\u200d](?![\p{Extended_Pictographic}\p{L}\p{M}])|(?![\u200c\u200d])\p{Cf}|[\u115f\u1160\u3164\uffa0]/gu;

/** What of a text nobody would see, though it changes what the text does: each kind once, as `U+202E`. */
export function hiddenCharacters(text: string): readonly string[] {
  const found = new Set<string>();
  for (const [character] of text.matchAll(HIDDEN)) {
    found.add(`U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);
  }
  return [...found];
}

/** The text without them. */
export function withoutHidden(text: string): string {
  return text.replace(HIDDEN, '');
}
