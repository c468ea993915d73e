import type { Turn } from './conversation.ts';

/** In UTF-16 units. */
export const MAX_TITLE_LENGTH = 80;

/** A title as it is kept: one line that is not too long, without spaces around it. May be empty. */
export function titleOf(text: string): string {
  // A long question is cut first: what stands behind is not looked at.
  const line = text
    .slice(0, 10 * MAX_TITLE_LENGTH)
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
  if (line.length <= MAX_TITLE_LENGTH) return line.toWellFormed();
  return `${line.slice(0, MAX_TITLE_LENGTH - 1).replace(/[\uD800-\uDBFF]$/, '')}…`.toWellFormed();
}

/** What a conversation that begins with this question is called. A command's question says nothing without its file. */
export function titleFrom({ feature, question, attachments }: Turn): string {
  const [first] = attachments;
  if (feature === 'chat' && question.trim() !== '') return titleOf(question);
  if (first === undefined) return titleOf(question);
  const file = first.path.slice(Math.max(first.path.lastIndexOf('/'), first.path.lastIndexOf('\\')) + 1);
  return titleOf(question.trim() === '' ? file : `${question} · ${file}`);
}
