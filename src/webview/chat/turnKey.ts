import type { KeyStroke } from './composerKey.ts';

/** The question that a key moves to. */
export type TurnStep = 'previous' | 'next' | 'first' | 'latest';

/** `keyCode` of every key event that an input method handles. */
const INPUT_METHOD_KEY_CODE = 229;

/**
 * Returns which question a key moves to; `undefined` for other keys. Alt with an arrow key works everywhere; Home and
 * End only if the conversation itself has the focus (`isConversation`), since text fields use them.
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
