import assert from 'node:assert/strict';
import {
  composerKey,
  isInputMethodKey,
  type ComposerSituation,
  type KeyStroke,
} from '../../../src/webview/chat/composerKey.ts';

const IDLE: ComposerSituation = { sendKey: 'enter', answering: false, msSinceComposition: Infinity };
const CTRL_IDLE: ComposerSituation = { ...IDLE, sendKey: 'ctrlEnter' };
const ANSWERING: ComposerSituation = { ...IDLE, answering: true };

function stroke(key: string, change: Partial<KeyStroke> = {}): KeyStroke {
  const keyCode = key === 'Enter' ? 13 : key === 'Escape' ? 27 : 65;
  return {
    key,
    keyCode,
    isComposing: false,
    shiftKey: false,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    ...change,
  };
}

const ENTER = stroke('Enter');
const CTRL_ENTER = stroke('Enter', { ctrlKey: true });
const CMD_ENTER = stroke('Enter', { metaKey: true });
const SHIFT_ENTER = stroke('Enter', { shiftKey: true });

describe('composerKey', () => {
  it('sends with Enter, and inserts a line break with Ctrl, Cmd or Shift', () => {
    assert.equal(composerKey(ENTER, IDLE), 'send');
    assert.equal(composerKey(CTRL_ENTER, IDLE), 'newline');
    assert.equal(composerKey(CMD_ENTER, IDLE), 'newline');
    assert.equal(composerKey(SHIFT_ENTER, IDLE), 'browser');
  });

  it('sends with Ctrl or Cmd and Enter if that is the send key, and inserts a line break with Enter', () => {
    assert.equal(composerKey(CTRL_ENTER, CTRL_IDLE), 'send');
    assert.equal(composerKey(CMD_ENTER, CTRL_IDLE), 'send');
    assert.equal(composerKey(ENTER, CTRL_IDLE), 'browser');
    assert.equal(composerKey(SHIFT_ENTER, CTRL_IDLE), 'browser');
  });

  it('leaves every key to an input method that is composing', () => {
    for (const key of ['Enter', 'Escape', 'a']) {
      for (const situation of [IDLE, CTRL_IDLE, ANSWERING]) {
        for (const modifier of [{}, { ctrlKey: true }, { metaKey: true }]) {
          assert.equal(composerKey(stroke(key, { isComposing: true, ...modifier }), situation), 'browser');
          assert.equal(composerKey(stroke(key, { keyCode: 229, ...modifier }), situation), 'browser');
        }
      }
    }
  });

  it('does not send with the Enter that just confirmed a candidate', () => {
    assert.equal(composerKey(ENTER, { ...IDLE, msSinceComposition: 3 }), 'nothing');
    assert.equal(composerKey(CTRL_ENTER, { ...CTRL_IDLE, msSinceComposition: 3 }), 'nothing');
    assert.equal(composerKey(ENTER, { ...IDLE, msSinceComposition: 150 }), 'send');
  });

  it('does not stop with the Escape that just closed the candidates', () => {
    assert.equal(composerKey(stroke('Escape'), { ...ANSWERING, msSinceComposition: 3 }), 'browser');
  });

  it('stops an answer with Escape, and leaves the key to the browser otherwise', () => {
    assert.equal(composerKey(stroke('Escape'), ANSWERING), 'stop');
    assert.equal(composerKey(stroke('Escape'), IDLE), 'browser');
  });

  it('does not send while an answer is in progress, but inserts line breaks', () => {
    assert.equal(composerKey(ENTER, ANSWERING), 'nothing');
    assert.equal(composerKey(SHIFT_ENTER, ANSWERING), 'browser');
    assert.equal(composerKey(CTRL_ENTER, ANSWERING), 'newline');
  });

  it('leaves other keys to the text field', () => {
    assert.equal(composerKey(stroke('a'), IDLE), 'browser');
    assert.equal(composerKey(stroke('Enter', { altKey: true }), IDLE), 'browser');
  });

  it('handles Escape for a field that has its own use for it', () => {
    assert.equal(composerKey(stroke('Escape'), { ...IDLE, hasEscape: true }), 'stop');
    assert.equal(composerKey(stroke('Escape', { keyCode: 229 }), { ...IDLE, hasEscape: true }), 'browser');
    assert.equal(composerKey(stroke('Escape'), { ...IDLE, hasEscape: true, msSinceComposition: 3 }), 'browser');
  });
});

describe('isInputMethodKey', () => {
  it('recognizes the keys of an input method by each of their signs', () => {
    for (const key of ['Enter', 'ArrowDown', 'Tab', 'Escape', 'a']) {
      assert.equal(isInputMethodKey(stroke(key, { isComposing: true }), Infinity), true);
      assert.equal(isInputMethodKey(stroke(key, { keyCode: 229 }), Infinity), true);
      assert.equal(isInputMethodKey(stroke(key), 3), true);
      assert.equal(isInputMethodKey(stroke(key), 150), false);
    }
  });
});
