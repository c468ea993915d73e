import type { KeyStroke } from './composerKey.ts';

/** To which question a key goes. */
export type TurnStep = 'previous' | 'next' | 'first' | 'latest';

/** What every key event carries while an input method handles it. */
const INPUT_METHOD_KEY_CODE = 229;

/**
 * What a key does that moves between questions; `undefined` when it is none of these. Alt with an arrow does so wherever
 * the cursor is; Home and End do so in the conversation itself, where `isConversation`, and belong to the text elsewhere.
 */
export function turnKey(stroke: KeyStroke, isConversation: boolean): TurnStep | undefined {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = stroke;
  if (stroke.isComposing || stroke.keyCode === INPUT_METHOD_KEY_CODE || shiftKey || metaKey) return undefined;
  if (ctrlKey || altKey !== isArrow(key)) return undefined;
  switch (key) {
    case 'ArrowUp':
      return 'previous';
    case 'ArrowDown':
      return 'next';
    case 'Home':
      return isConversation ? 'first' : undefined;
    case 'End':
      return isConversation ? 'latest' : undefined;
    default:
      return undefined;
  }
}

function isArrow(key: string): boolean {
  return key === 'ArrowUp' || key === 'ArrowDown';
}
