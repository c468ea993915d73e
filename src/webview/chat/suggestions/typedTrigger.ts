import type { SuggestionTrigger } from '../../../protocol/suggestionMessages.ts';

/** A sign with what was typed after it, up to the cursor. */
export interface TypedTrigger {
  readonly trigger: SuggestionTrigger;
  readonly query: string;
  /** Where the sign stands in the text, and where the cursor is: what a suggestion takes the place of. */
  readonly start: number;
  readonly end: number;
}

/** Nobody looks for something with a longer name; a longer word is only text. */
const MAX_QUERY_LENGTH = 100;

/** What ends a word, in Chinese too. */
const END_OF_WORD = /[\s，。；：！？、,;!?]/u;

/** Before these a sign stands within a word: `a@b.cn` is the address of a mail. */
const IN_A_WORD = /[\p{Script=Latin}\p{N}_.+@＠-]/u;

/**
 * The sign whose word the cursor is in: an `@` wherever a word may begin, which in Chinese is after any character, or a
 * `/` that the text begins with. Input methods write both also as full-width characters.
 */
export function typedTrigger(text: string, cursor: number): TypedTrigger | undefined {
  let start = cursor - 1;
  while (start >= 0 && cursor - start <= MAX_QUERY_LENGTH + 1 && !END_OF_WORD.test(text.charAt(start))) {
    const trigger = triggerAt(text, start);
    if (trigger !== undefined) return { trigger, query: text.slice(start + 1, cursor), start, end: cursor };
    start--;
  }
  return undefined;
}

function triggerAt(text: string, index: number): SuggestionTrigger | undefined {
  switch (text.charAt(index)) {
    case '@':
    case '＠':
      return index === 0 || !IN_A_WORD.test(text.charAt(index - 1)) ? '@' : undefined;
    case '/':
    case '／':
      return text.slice(0, index).trim() === '' ? '/' : undefined;
    default:
      return undefined;
  }
}
