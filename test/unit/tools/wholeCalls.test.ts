import assert from 'node:assert/strict';

import type { ChatEvent } from '../../../src/core/chat.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { type WholeEvent, withWholeCalls } from '../../../src/core/tools/wholeCalls.ts';

const piece = (index: number, text: string, more: object = {}): ChatEvent => ({
  type: 'toolCall',
  index,
  arguments: text,
  ...more,
});
const READ = [piece(0, '', { id: 'a', name: 'read' }), piece(0, '{"path":'), piece(0, '"a.ts"}')];
const LIST = [piece(1, '', { id: 'b', name: 'list' })];
const TOOLS: ChatEvent = { type: 'done', finish: 'tools' };

async function read(events: readonly ChatEvent[], failure?: Error): Promise<{ seen: WholeEvent[]; thrown?: unknown }> {
  async function* answer(): AsyncGenerator<ChatEvent, void> {
    for (const event of events) yield await Promise.resolve(event);
    if (failure !== undefined) throw failure;
  }
  const seen: WholeEvent[] = [];
  try {
    for await (const event of withWholeCalls(answer())) seen.push(event);
  } catch (thrown) {
    return { seen, thrown };
  }
  return { seen };
}

const READ_CALL = { type: 'call', call: { id: 'a', name: 'read', arguments: '{"path":"a.ts"}' } };
const LIST_CALL = { type: 'call', call: { id: 'b', name: 'list', arguments: '{}' } };

describe('The complete tool calls of an answer', () => {
  it('are emitted once each, in order, right before its end', async () => {
    const text: ChatEvent = { type: 'text', text: 'let me see' };
    assert.deepEqual(await read([text, ...READ, ...LIST, TOOLS]), { seen: [text, READ_CALL, LIST_CALL, TOOLS] });
  });

  it('are assembled correctly when their pieces alternate', async () => {
    const [open = TOOLS, first = TOOLS, second = TOOLS] = READ;
    assert.deepEqual(await read([open, ...LIST, first, piece(1, '{'), second, piece(1, '}'), TOOLS]), {
      seen: [READ_CALL, LIST_CALL, TOOLS],
    });
  });

  it('are not emitted when the connection fails, however much of them arrived', async () => {
    const lost = new WenxinError('connection-lost', 'gone');
    for (let count = 0; count <= READ.length; count++) {
      assert.deepEqual(await read(READ.slice(0, count), lost), { seen: [], thrown: lost });
    }
  });

  it('are only those already complete when the answer is cut off at its length limit', async () => {
    const cut: ChatEvent = { type: 'done', finish: 'length' };
    assert.deepEqual(await read([...READ, ...LIST, cut]), { seen: [READ_CALL, cut] });
    assert.deepEqual(await read([...READ.slice(0, 2), cut]), { seen: [cut] });
    assert.deepEqual(await read([...READ, piece(1, '{', { id: 'b', name: 'list' }), cut]), { seen: [READ_CALL, cut] });
  });

  it('keep malformed arguments as the model wrote them when it finished by itself', async () => {
    assert.deepEqual((await read([...READ.slice(0, 2), TOOLS])).seen[0], {
      type: 'call',
      call: { ...READ_CALL.call, arguments: '{"path":' },
    });
  });

  it('are not emitted when the safety rules hide or withdraw the answer', async () => {
    for (const verdict of ['hide', 'withdraw'] as const) {
      const safety: ChatEvent = { type: 'safety', verdict };
      assert.deepEqual(await read([...READ, safety, TOOLS]), { seen: [safety, TOOLS] });
    }
  });
});
