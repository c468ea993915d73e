import type { KeyStroke } from '../composerKey.ts';

/** What a key does in a list of suggestions. */
export type SuggestionAction = 'next' | 'previous' | 'take' | 'confirm' | 'close';

/** What a key that no input method uses does while so many suggestions are offered; `undefined`: what it does without them. */
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
