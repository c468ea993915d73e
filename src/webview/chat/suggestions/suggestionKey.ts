import type { KeyStroke } from '../composerKey.ts';

/** What a key does in the list of suggestions. */
export type SuggestionAction = 'next' | 'previous' | 'take' | 'confirm' | 'close';

/**
 * Returns what a key does while `count` suggestions are offered; `undefined`: the same as without suggestions. Not
 * called for keys that an input method is using.
 */
export function suggestionKey(stroke: KeyStroke, count: number): SuggestionAction | undefined {
  if (stroke.shiftKey || stroke.altKey || stroke.ctrlKey || stroke.metaKey) return undefined;
  if (stroke.key === 'Escape') return 'close';
  if (stroke.key === 'Enter') return 'confirm';
  if (count === 0) return undefined;
  switch (stroke.key) {
    case 'ArrowDown':
      return 'next';
    case 'ArrowUp':
      return 'previous';
    case 'Tab':
      return 'take';
    default:
      return undefined;
  }
}
