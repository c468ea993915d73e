import assert from 'node:assert/strict';
import { parseKeptPlace, placeFields } from '../../../src/webview/chat/scrollMemory.ts';

describe('where an earlier page was read', () => {
  it('is found in what that page left', () => {
    const kept = { conversationId: 'c', place: { turnId: 'a', offsetPx: 12.5 } };
    assert.deepEqual(parseKeptPlace({ ...kept, more: 1 }), kept);
  });

  it('is the end of the conversation where no place is named', () => {
    for (const place of [undefined, null, 'a', { turnId: 'a' }, { turnId: 1, offsetPx: 1 }]) {
      assert.deepEqual(parseKeptPlace({ conversationId: 'c', place }), { conversationId: 'c', place: undefined });
    }
  });

  it('is not known from anything else', () => {
    for (const value of [undefined, null, 'a', 1, [], {}, { turnId: 'a', offsetPx: 1 }, { conversationId: 1 }]) {
      assert.equal(parseKeptPlace(value), undefined);
    }
  });

  it('is told to the host in texts', () => {
    const kept = { conversationId: 'c', place: { turnId: 'a', offsetPx: 12.5 } };
    assert.deepEqual(placeFields(kept), { conversationId: 'c', turnId: 'a', offsetPx: '13' });
    assert.deepEqual(placeFields({ conversationId: 'c', place: undefined }), {
      conversationId: 'c',
      turnId: '',
      offsetPx: '0',
    });
    assert.deepEqual(placeFields(undefined), { conversationId: '', turnId: '', offsetPx: '0' });
  });
});
