import { isChinese } from './language.ts';

/** Joins sentences into one text: with spaces, except in Chinese. */
export function sentences(parts: readonly (string | undefined)[]): string {
  const gap = isChinese() ? '' : ' ';
  return parts.filter(part => part !== undefined && part !== '').join(gap);
}
