const MANY_CHARACTERS = 2_000;
const MANY_LINES = 30;

/** Whether a pasted text would bury the question: it goes beside it then. */
export function isLongPaste(text: string): boolean {
  if (text.trim() === '') return false;
  return text.length >= MANY_CHARACTERS || text.split('\n', MANY_LINES).length >= MANY_LINES;
}
