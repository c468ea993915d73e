import type { Turn } from './conversation.ts';

/** In UTF-16 code units. */
export const MAX_TITLE_LENGTH = 80;

/** Normalizes a title for storage: a single trimmed line of limited length. May be empty. */
export function titleOf(text: string): string {
  // Truncate first, so that long questions cost no time.
  const line = text
    .slice(0, 10 * MAX_TITLE_LENGTH)
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
  if (line.length <= MAX_TITLE_LENGTH) return line.toWellFormed();
  return `${line.slice(0, MAX_TITLE_LENGTH - 1).replace(/[\uD800-\uDBFF]$/, '')}…`.toWellFormed();
}

/**
 * Returns the title of a conversation that begins with this turn. The question of a command needs its file to be
 * meaningful.
 */
export function titleFrom({ feature, question, attachments }: Turn): string {
  const [first] = attachments;
  if (feature === 'chat' && question.trim() !== '') return titleOf(question);
  if (first === undefined) return titleOf(question);
  const file = first.path.slice(Math.max(first.path.lastIndexOf('/'), first.path.lastIndexOf('\\')) + 1);
  return titleOf(question.trim() === '' ? file : `${question} · ${file}`);
}
