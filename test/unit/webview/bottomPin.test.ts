import assert from 'node:assert/strict';
import { isAtBottom, staysPinned } from '../../../src/webview/chat/bottomPin.ts';

function at(scrollTop: number, scrollHeight = 1000, clientHeight = 400) {
  return { scrollTop, scrollHeight, clientHeight };
}

describe('isAtBottom', () => {
  it('tolerates fractions of a pixel', () => {
    assert.equal(isAtBottom(at(600)), true);
    assert.equal(isAtBottom(at(598.6)), true);
    assert.equal(isAtBottom(at(590)), false);
  });
});

describe('staysPinned', () => {
  it('is false as soon as the user scrolls up, however little', () => {
    assert.equal(staysPinned(true, at(600), at(590)), false);
  });

  it('is true again when the user scrolls close to the end', () => {
    assert.equal(staysPinned(false, at(300), at(580)), true);
    assert.equal(staysPinned(false, at(300), at(500)), false);
  });

  it('stays true when the content grew in the meantime', () => {
    assert.equal(staysPinned(true, at(600), at(600, 1300)), true);
  });

  it('stays true when the content shrank', () => {
    assert.equal(staysPinned(true, at(600), at(300, 700)), true);
    assert.equal(staysPinned(true, at(600), at(250, 700)), true);
  });

  it('stays true when the view became higher', () => {
    assert.equal(staysPinned(true, at(600), at(550, 1000, 450)), true);
  });

  it('stays false when the content grows while the user reads further up', () => {
    assert.equal(staysPinned(false, at(100), at(100, 1300)), false);
  });
});
