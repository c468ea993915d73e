import assert from 'node:assert/strict';
import { isLongPaste } from '../../../src/webview/chat/longPaste.ts';

describe('A pasted text', () => {
  it('stays in the composer when it is short', () => {
    for (const text of ['', 'x', 'x'.repeat(1_999), 'line\n'.repeat(28), '\n'.repeat(5_000)]) {
      assert.equal(isLongPaste(text), false);
    }
  });

  it('becomes an attachment from 2,000 characters or 30 lines on', () => {
    for (const text of ['x'.repeat(2_000), '词'.repeat(2_000), 'line\n'.repeat(29) + 'end']) {
      assert.equal(isLongPaste(text), true);
    }
  });
});
