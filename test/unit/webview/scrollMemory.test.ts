import assert from 'node:assert/strict';
import { parseKeptPlace, placeFields } from '../../../src/webview/chat/scrollMemory.ts';

describe('The stored reading position of a page', () => {
  it('is restored', () => {
    const kept = { conversationId: 'c', place: { turnId: 'a', offsetPx: 12.5 } };
    assert.deepEqual(parseKeptPlace({ ...kept, more: 1 }), kept);
  });

  it('is the end of the conversation without a valid turn', () => {
    for (const place of [undefined, null, 'a', { turnId: 'a' }, { turnId: 1, offsetPx: 1 }]) {
      assert.deepEqual(parseKeptPlace({ conversationId: 'c', place }), { conversationId: 'c', place: undefined });
    }
  });

  it('is undefined for any other value', () => {
    for (const value of [undefined, null, 'a', 1, [], {}, { turnId: 'a', offsetPx: 1 }, { conversationId: 1 }]) {
      assert.equal(parseKeptPlace(value), undefined);
    }
  });

  it('is sent to the host as strings', () => {
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
