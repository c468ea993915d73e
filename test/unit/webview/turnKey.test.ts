import assert from 'node:assert/strict';
import type { KeyStroke } from '../../../src/webview/chat/composerKey.ts';
import { turnKey } from '../../../src/webview/chat/turnKey.ts';

function stroke(key: string, change: Partial<KeyStroke> = {}): KeyStroke {
  const none = { isComposing: false, shiftKey: false, altKey: false, ctrlKey: false, metaKey: false };
  return { key, keyCode: 0, ...none, ...change };
}

describe('A key that moves between questions', () => {
  it('goes to the previous or next one with Alt, wherever the focus is', () => {
    for (const isConversation of [true, false]) {
      assert.equal(turnKey(stroke('ArrowUp', { altKey: true }), isConversation), 'previous');
      assert.equal(turnKey(stroke('ArrowDown', { altKey: true }), isConversation), 'next');
    }
  });

  it('goes to either end only when the conversation has the focus', () => {
    assert.equal(turnKey(stroke('Home'), true), 'first');
    assert.equal(turnKey(stroke('End'), true), 'latest');
    assert.equal(turnKey(stroke('Home'), false), undefined);
    assert.equal(turnKey(stroke('End'), false), undefined);
  });

  it('needs Alt alone, and one of the known keys', () => {
    for (const change of [{ shiftKey: true }, { metaKey: true }, { ctrlKey: true }]) {
      assert.equal(turnKey(stroke('ArrowUp', { altKey: true, ...change }), true), undefined);
    }
    assert.equal(turnKey(stroke('ArrowUp'), true), undefined);
    assert.equal(turnKey(stroke('constructor', { altKey: true }), true), undefined);
  });

  it('is left to an input method that is composing', () => {
    assert.equal(turnKey(stroke('ArrowUp', { altKey: true, isComposing: true }), true), undefined);
    assert.equal(turnKey(stroke('ArrowUp', { altKey: true, keyCode: 229 }), true), undefined);
  });
});
