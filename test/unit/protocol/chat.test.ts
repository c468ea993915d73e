import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parsePageMessage } from '../../../src/protocol/chat.ts';

describe('Messages from the chat page', () => {
  it('are accepted when they match the contract exactly', () => {
    for (const message of [
      { type: 'ready', timeZone: 'Asia/Shanghai', conversationId: 'c', turnId: 't', offsetPx: '12' },
      { type: 'readAt', conversationId: 'c', turnId: '', offsetPx: '0' },
      { type: 'loadEarlier', turnId: 't' },
      { type: 'loadEnd', end: 'first' },
      { type: 'alive' },
      { type: 'ask', text: '你好' },
      { type: 'edit', turnId: 't', text: '改' },
      { type: 'showBranch', turnId: 't' },
      { type: 'failureAction', turnId: 't', actionId: 'a' },
      { type: 'progressAction', turnId: 't', actionId: 'skip' },
      { type: 'answerAction', turnId: 't', actionId: 'askAgain' },
    ]) {
      assert.deepEqual(parsePageMessage(message), message);
    }
  });

  it('are rejected when a field is missing, of another type, unknown or too long', () => {
    const bad: unknown[] = [
      undefined,
      null,
      'ready',
      [],
      {},
      { type: 'ready' },
      { type: 'ready', timeZone: 8, conversationId: 'c', turnId: 't', offsetPx: '12' },
      { type: 'ready', timeZone: 'Asia/Shanghai', conversationId: 'c', turnId: 't', offsetPx: 12 },
      { type: 'alive', turnId: 't' },
      { type: 'ask' },
      { type: 'ask', text: 1 },
      { type: 'ask', text: 'x', command: 'workbench.action.terminal.sendSequence' },
      { type: 'ask', text: 'x'.repeat(4_000_001) },
      { type: 'progressAction', actionId: 'skip' },
      { type: 'edit', text: 'x' },
      { type: 'showBranch', turnId: 't', conversationId: 'c' },
      { type: 'answerAction', turnId: 't' },
      { type: 'answerAction', turnId: 't', actionId: 7 },
      { type: 'answerAction', turnId: 't', actionId: 'askAgain', question: 'another' },
      { type: 'constructor' },
      { type: '__proto__' },
      { type: 'runCommand', command: 'x' },
    ];
    for (const message of bad) assert.equal(parsePageMessage(message), undefined);
  });

  it('are rejected when fields are inherited, hidden or boxed', () => {
    const inherited = Object.create({ type: 'stop' }) as object;
    const hidden = Object.defineProperty({ type: 'ask' }, 'text', { value: 'x', enumerable: false });
    const boxed = { type: new String('stop') };
    for (const message of [inherited, hidden, boxed, { type: 'stop', __proto__: { text: 'x' }, extra: 1 }]) {
      assert.equal(parsePageMessage(message), undefined);
    }
    const polluting = JSON.parse('{"type":"stop","__proto__":{"isAdmin":true}}') as unknown;
    assert.equal(parsePageMessage(polluting), undefined);
    assert.equal('isAdmin' in {}, false);
  });

  it('never make the parser throw', () => {
    fc.assert(fc.property(fc.anything(), value => void parsePageMessage(value)));
  });
});
