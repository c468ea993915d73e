// C0 and C1 control characters (including ESC), invisible and bidirectional formatting characters, byte order mark.
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/g;

/** Makes external text safe for a log line: a single line without control sequences, at most `maxCharacters` long. */
export function printable(text: string, maxCharacters: number): string {
  const clean = text
    // Limits the work for huge texts.
    .slice(0, maxCharacters * 8)
    .replace(UNPRINTABLE, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...clean];
  return characters.length <= maxCharacters ? clean : `${characters.slice(0, maxCharacters - 1).join('')}…`;
}
