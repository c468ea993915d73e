import type { SuggestionTrigger } from '../../../protocol/suggestionMessages.ts';

/** A trigger character and the text typed after it, up to the cursor. */
export interface TypedTrigger {
  readonly trigger: SuggestionTrigger;
  readonly query: string;
  /** Offsets of the trigger and the cursor: the range that a suggestion replaces. */
  readonly start: number;
  readonly end: number;
}

/** Longer words are treated as plain text, not as a query. */
const MAX_QUERY_LENGTH = 100;

/** Characters that end a word, including Chinese punctuation. */
const END_OF_WORD = /[\s，。；：！？、,;!?]/u;

/** After one of these the trigger is within a word: `a@b.cn` is an email address. */
const IN_A_WORD = /[\p{Script=Latin}\p{N}_.+@＠-]/u;

/**
 * Returns the trigger of the word at the cursor: an `@` wherever a word may begin, which in Chinese is after any
 * character, or a `/` at the beginning of the text. Input methods also produce both as full-width characters.
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
