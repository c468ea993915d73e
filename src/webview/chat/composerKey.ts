import type { SendKey } from '../../protocol/chatView.ts';

/** The parts of a `KeyboardEvent` that decide what a key does in the composer. */
export interface KeyStroke {
  readonly key: string;
  /** Deprecated, but the only way to detect some input methods. */
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
  /** An answer is in progress: it can be stopped, and nothing can be sent. */
  readonly answering: boolean;
  /** Time since an input method last finished a composition. */
  readonly msSinceComposition: number;
  /** Escape has another effect here than stopping an answer. */
  readonly hasEscape?: boolean;
}

/** `keyCode` of every key event that an input method handles, even if `isComposing` is already false (WebKit). */
const INPUT_METHOD_KEY_CODE = 229;

/** An Enter this soon after a composition confirmed its candidate; no user presses Enter twice that fast. */
const COMPOSITION_ECHO_MS = 60;

/** Returns what a key does in the composer. A key that an input method is using has no effect. */
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

/** Returns whether a key belongs to an input method: to an active composition, or to the one that it just ended. */
export function isInputMethodKey(stroke: KeyStroke, msSinceComposition: number): boolean {
  return isUsedByInputMethod(stroke) || msSinceComposition < COMPOSITION_ECHO_MS;
}

function isUsedByInputMethod(stroke: KeyStroke): boolean {
  return stroke.isComposing || stroke.keyCode === INPUT_METHOD_KEY_CODE;
}
