import assert from 'node:assert/strict';
import { parseScrollPlace } from '../../../src/webview/chat/scrollMemory.ts';

describe('parseScrollPlace', () => {
  it('accepts a place', () => {
    assert.deepEqual(parseScrollPlace({ turnId: 'a', offsetPx: 12.5, more: 1 }), { turnId: 'a', offsetPx: 12.5 });
  });

  it('accepts nothing else', () => {
    for (const value of [undefined, null, 'a', 1, [], {}, { turnId: 'a' }, { turnId: 1, offsetPx: 1 }]) {
      assert.equal(parseScrollPlace(value), undefined);
    }
  });
});
