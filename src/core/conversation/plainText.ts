/** Terminal control sequences: string sequences (titles, links) with their text, then CSI, then short ones. */
const SEQUENCES =
  /(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|\x1b[ -/]*[0-~]?/g;

/** Control characters except tab and line feed, and bidirectional formatting characters. */
const CONTROLS = /(?![\t\n])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Returns program output as displayed text, without terminal control sequences and without characters that could
 * mislead a reader.
 */
export function plainText(printed: string): string {
  return printed.replace(/\r+\n/g, '\n').replace(SEQUENCES, '').replace(/\r/g, '\n').replace(CONTROLS, '');
}
