const MANY_CHARACTERS = 2_000;
const MANY_LINES = 30;

/** Returns whether a pasted text is so long that it becomes an attachment instead of part of the question. */
export function isLongPaste(text: string): boolean {
  if (text.trim() === '') return false;
  return text.length >= MANY_CHARACTERS || text.split('\n', MANY_LINES).length >= MANY_LINES;
}
