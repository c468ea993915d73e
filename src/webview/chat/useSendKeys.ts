import { useRef } from 'preact/hooks';
import type { SendKey } from '../../protocol/chatView.ts';
import { composerKey, isInputMethodKey } from './composerKey.ts';

export interface SendKeysOptions {
  readonly sendKey: SendKey;
  /** An answer is in progress: nothing can be sent. */
  readonly answering: boolean;
  readonly onSend: () => void;
  /** Handles Escape; if missing, Escape is left to the page and VS Code. */
  readonly onEscape?: (() => void) | undefined;
  /** Gets every key first, unless an input method is using it; returns true if it handled the key. */
  readonly onOtherKey?: (event: KeyboardEvent) => boolean;
}

/** Event handlers for a text field: `<textarea {...useSendKeys(options)} />`. */
export interface SendKeys {
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onCompositionEnd: (event: CompositionEvent) => void;
}

/**
 * Handles the keys of a field for questions: the key that sends, the one that inserts a line break, and Escape. None
 * has an effect while an input method is using it.
 */
export function useSendKeys(options: SendKeysOptions): SendKeys {
  const { sendKey, answering, onSend, onEscape, onOtherKey } = options;
  const composedAt = useRef(-Infinity);

  const onKeyDown = (event: KeyboardEvent) => {
    const msSinceComposition = event.timeStamp - composedAt.current;
    if (!isInputMethodKey(event, msSinceComposition) && onOtherKey?.(event) === true) {
      swallow(event);
      return;
    }
    const hasEscape = onEscape !== undefined;
    const action = composerKey(event, { sendKey, answering, msSinceComposition, hasEscape });
    if (action === 'browser' || (action === 'stop' && !hasEscape)) return;
    swallow(event);
    if (action === 'send') onSend();
    if (action === 'stop') onEscape?.();
    // Unlike setting the value, this can be undone.
    if (action === 'newline') document.execCommand('insertText', false, '\n');
  };

  return {
    onKeyDown,
    onCompositionEnd: event => {
      composedAt.current = event.timeStamp;
    },
  };
}

/** VS Code also resolves keys that reach the window as keyboard shortcuts. */
function swallow(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
