import { isChinese } from './language.ts';

/** Sentences as one text. Chinese ones follow each other without a space. */
export function sentences(parts: readonly (string | undefined)[]): string {
  const gap = isChinese() ? '' : ' ';
  return parts.filter(part => part !== undefined && part !== '').join(gap);
}
