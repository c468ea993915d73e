/** Sequences that a terminal obeys: strings such as titles and links with their text, then CSI, then the short ones. */
const SEQUENCES =
  /(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|\x1b[ -/]*[0-~]?/g;

/** Controls but tab and line feed, and what turns the direction of text. */
const CONTROLS = /(?![\t\n])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** What a program printed, as the text a person saw: nothing that a terminal obeys, and nothing that deceives the eye. */
export function plainText(printed: string): string {
  return printed.replace(/\r+\n/g, '\n').replace(SEQUENCES, '').replace(/\r/g, '\n').replace(CONTROLS, '');
}
