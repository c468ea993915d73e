import type { Turn } from '../conversation.ts';

/** Length of a snippet before the match, and from its start on. */
const BEFORE = 30;
const BEHIND = 120;

/** Folds the case of ASCII letters only, as SQLite's LIKE does; keeps the length. */
export function folded(text: string): string {
  return text.replace(/[A-Z]+/g, letters => letters.toLowerCase());
}

/** Returns a LIKE pattern, with `\` as escape character, for JSON that contains the text in one of its strings. */
export function likeInJson(text: string): string {
  const written = JSON.stringify(text).slice(1, -1);
  return `%${written.replace(/[\\%_]/g, '\\$&')}%`;
}

/** Returns the text around the first match in a turn; `undefined` if there is none. `wanted` must be folded. */
export function snippetIn(turn: Turn, wanted: string): string | undefined {
  for (const text of searchedTexts(turn)) {
    const place = folded(text).indexOf(wanted);
    if (place >= 0) return snippet(text, place);
  }
  return undefined;
}

/**
 * Returns the displayed texts of a turn, except for the reasoning. Excludes prompts of built-in commands, which would
 * match in every such turn.
 */
function searchedTexts({ feature, question, prompt, answer, attachments }: Turn): string[] {
  const typed = feature === 'chat' && prompt !== question ? [prompt] : [];
  return [question, answer.text, ...attachments.map(({ path }) => path), ...typed];
}

function snippet(text: string, place: number): string {
  const start = Math.max(0, place - BEFORE);
  const end = Math.min(text.length, place + BEHIND);
  // Half a surrogate pair would be displayed as a replacement character.
  const words = text
    .slice(start, end)
    .replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toWellFormed();
  return `${start > 0 ? '…' : ''}${words}${end < text.length ? '…' : ''}`;
}
