import assert from 'node:assert/strict';
import { EditMemory } from '../../../src/webview/chat/editMemory.ts';

describe('The memory of edited questions', () => {
  it('keeps each text until it is asked or discarded, and reports every change', () => {
    let changes = 0;
    const memory = new EditMemory(undefined, () => changes++);
    memory.keep('a', 'one');
    memory.keep('a', 'two');
    memory.keep('b', '三');
    assert.deepEqual([memory.textOf('a'), memory.textOf('b'), memory.textOf('c')], ['two', '三', undefined]);
    memory.forget('a');
    memory.forget('a');
    assert.deepEqual([memory.state, changes], [{ edits: { b: '三' } }, 4]);
  });

  it('restores the texts of an earlier page, and ignores anything else', () => {
    const memory = new EditMemory({ conversationId: 'c', edits: { a: 'one', b: 2 } }, () => undefined);
    assert.deepEqual(memory.state, { edits: { a: 'one' } });
    for (const kept of [undefined, null, 'a', [], {}, { edits: null }, { edits: 'a' }, { edits: { a: null } }]) {
      assert.deepEqual(new EditMemory(kept, () => undefined).state, { edits: {} });
    }
  });
});
