import type { SendKey } from '../../protocol/chatView.ts';

/** The part of a `KeyboardEvent` that decides what a key means in the composer. */
export interface KeyStroke {
  readonly key: string;
  /** Deprecated, and still the only sign of some input methods. */
  readonly keyCode: number;
  readonly isComposing: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** `browser` leaves the key to the text field; `nothing` swallows it. */
export type ComposerAction = 'send' | 'stop' | 'newline' | 'nothing' | 'browser';

export interface ComposerSituation {
  readonly sendKey: SendKey;
  /** An answer is on its way: it can be stopped, and nothing can be sent. */
  readonly answering: boolean;
  /** Since an input method last finished a composition. */
  readonly msSinceComposition: number;
  /** Escape does something here besides stopping an answer. */
  readonly hasEscape?: boolean;
}

/** What every key event carries while an input method handles it, also where `isComposing` is already false (WebKit). */
const INPUT_METHOD_KEY_CODE = 229;

/** An Enter this soon after a composition confirmed its candidate. Nobody presses Enter twice as fast. */
const COMPOSITION_ECHO_MS = 60;

/** What a key does in the composer. A key that an input method is using never does anything here. */
export function composerKey(stroke: KeyStroke, situation: ComposerSituation): ComposerAction {
  if (isUsedByInputMethod(stroke)) return 'browser';
  const echo = situation.msSinceComposition < COMPOSITION_ECHO_MS;
  const hasEscape = situation.answering || situation.hasEscape === true;
  if (stroke.key === 'Escape') return hasEscape && !echo ? 'stop' : 'browser';
  if (stroke.key !== 'Enter' || stroke.shiftKey || stroke.altKey) return 'browser';
  if (echo) return 'nothing';
  const control = stroke.ctrlKey || stroke.metaKey;
  if (control !== (situation.sendKey === 'ctrlEnter')) return control ? 'newline' : 'browser';
  return situation.answering ? 'nothing' : 'send';
}

/** Whether a key belongs to an input method: to one that is composing, or to the composition that ended with it. */
export function isInputMethodKey(stroke: KeyStroke, msSinceComposition: number): boolean {
  return isUsedByInputMethod(stroke) || msSinceComposition < COMPOSITION_ECHO_MS;
}

function isUsedByInputMethod(stroke: KeyStroke): boolean {
  return stroke.isComposing || stroke.keyCode === INPUT_METHOD_KEY_CODE;
}
