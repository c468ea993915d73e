/** Characters that a terminal shows two columns wide: Hangul, CJK with its punctuation, full-width forms, emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Returns the number of terminal columns of a text without control characters. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}

/** Returns the longest prefix of a text that fits into `columns`. */
export function fitted(text: string, columns: number): string {
  let width = 0;
  let result = '';
  for (const character of text) {
    width += displayWidth(character);
    if (width > columns) break;
    result += character;
  }
  return result;
}
