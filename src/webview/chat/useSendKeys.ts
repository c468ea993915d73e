import { useRef } from 'preact/hooks';
import type { SendKey } from '../../protocol/chatView.ts';
import { composerKey, isInputMethodKey } from './composerKey.ts';

export interface SendKeysOptions {
  readonly sendKey: SendKey;
  /** An answer is on its way: nothing can be sent. */
  readonly answering: boolean;
  readonly onSend: () => void;
  /** What Escape does; where missing, Escape is the page's and VS Code's. */
  readonly onEscape?: (() => void) | undefined;
  /** Looks at a key first, which no input method is using; true: it was meant for something else and is used up. */
  readonly onOtherKey?: (event: KeyboardEvent) => boolean;
}

/** What a field is given so that it obeys these keys: `<textarea {...useSendKeys(options)} />`. */
export interface SendKeys {
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onCompositionEnd: (event: CompositionEvent) => void;
}

/**
 * The keys of a field for questions: the key that sends, the one that makes a new line, and Escape, none of which does
 * anything while an input method uses it.
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
    // Unlike a change of the value, this can be undone.
    if (action === 'newline') document.execCommand('insertText', false, '\n');
  };

  return {
    onKeyDown,
    onCompositionEnd: event => {
      composedAt.current = event.timeStamp;
    },
  };
}

/** Keys that reach the window are also looked up among VS Code's keyboard shortcuts. */
function swallow(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
