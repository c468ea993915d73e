import assert from 'node:assert/strict';
import { suggestionKey } from '../../../src/webview/chat/suggestions/suggestionKey.ts';

function stroke(key: string, change = {}) {
  return {
    key,
    keyCode: 0,
    isComposing: false,
    shiftKey: false,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    ...change,
  };
}

describe('suggestionKey', () => {
  it('moves, takes, confirms and closes', () => {
    assert.equal(suggestionKey(stroke('ArrowDown'), 3), 'next');
    assert.equal(suggestionKey(stroke('ArrowUp'), 3), 'previous');
    assert.equal(suggestionKey(stroke('Tab'), 3), 'take');
    assert.equal(suggestionKey(stroke('Enter'), 3), 'confirm');
    assert.equal(suggestionKey(stroke('Escape'), 3), 'close');
  });

  it('only closes when there is nothing to choose', () => {
    for (const key of ['ArrowDown', 'ArrowUp', 'Tab']) assert.equal(suggestionKey(stroke(key), 0), undefined);
    assert.equal(suggestionKey(stroke('Escape'), 0), 'close');
  });

  it('leaves other keys and those with modifiers to the field', () => {
    assert.equal(suggestionKey(stroke('a'), 3), undefined);
    for (const modifier of ['shiftKey', 'altKey', 'ctrlKey', 'metaKey']) {
      for (const key of ['ArrowDown', 'Tab', 'Enter', 'Escape']) {
        assert.equal(suggestionKey(stroke(key, { [modifier]: true }), 3), undefined);
      }
    }
  });
});
