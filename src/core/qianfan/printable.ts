// Control characters of C0 and C1 (ESC among them), invisible and bidirectional formatting, byte order mark.
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/g;

/** Text of an outside origin for a log line: one line, nothing a terminal obeys, at most `maxCharacters` long. */
export function printable(text: string, maxCharacters: number): string {
  const clean = text
    // A huge page need not be cleaned for its first line.
    .slice(0, maxCharacters * 8)
    .replace(UNPRINTABLE, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...clean];
  return characters.length <= maxCharacters ? clean : `${characters.slice(0, maxCharacters - 1).join('')}…`;
}
