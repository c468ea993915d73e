import type { Turn } from '../conversation.ts';

/** Characters of a snippet before what was found, and behind its beginning. */
const BEFORE = 30;
const BEHIND = 120;

/** The text without the difference of upper and lower case, of Latin letters alone, as SQLite's LIKE has it; as long as before. */
export function folded(text: string): string {
  return text.replace(/[A-Z]+/g, letters => letters.toLowerCase());
}

/** A pattern of LIKE, with `\` as its escape character, for JSON that holds the text in one of its strings. */
export function likeInJson(text: string): string {
  const written = JSON.stringify(text).slice(1, -1);
  return `%${written.replace(/[\\%_]/g, '\\$&')}%`;
}

/** Where a folded text stands in a turn: the words around it. `undefined` when it does not. */
export function snippetIn(turn: Turn, wanted: string): string | undefined {
  for (const text of searchedTexts(turn)) {
    const place = folded(text).indexOf(wanted);
    if (place >= 0) return snippet(text, place);
  }
  return undefined;
}

/**
 * What a person has seen of a turn, besides the reasoning. The prompt of a built-in command is none of it: the same
 * sentences would be found in every such question.
 */
function searchedTexts({ feature, question, prompt, answer, attachments }: Turn): string[] {
  const typed = feature === 'chat' && prompt !== question ? [prompt] : [];
  return [question, answer.text, ...attachments.map(({ path }) => path), ...typed];
}

function snippet(text: string, place: number): string {
  const start = Math.max(0, place - BEFORE);
  const end = Math.min(text.length, place + BEHIND);
  // Half a character would be shown as a question mark.
  const words = text
    .slice(start, end)
    .replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toWellFormed();
  return `${start > 0 ? '…' : ''}${words}${end < text.length ? '…' : ''}`;
}
