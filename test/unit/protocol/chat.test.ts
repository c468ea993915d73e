import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parsePageMessage } from '../../../src/protocol/chat.ts';

describe('messages from the page', () => {
  it('are taken when they are exactly of the contract', () => {
    for (const message of [
      { type: 'ready' },
      { type: 'ask', text: '你好' },
      { type: 'failureAction', turnId: 't', actionId: 'a' },
      { type: 'progressAction', turnId: 't', actionId: 'skip' },
      { type: 'answerAction', turnId: 't', actionId: 'askAgain' },
    ]) {
      assert.deepEqual(parsePageMessage(message), message);
    }
  });

  it('are refused when a field is missing, of another type, too many or too long', () => {
    const bad: unknown[] = [
      undefined,
      null,
      'ready',
      [],
      {},
      { type: 'ask' },
      { type: 'ask', text: 1 },
      { type: 'ask', text: 'x', command: 'workbench.action.terminal.sendSequence' },
      { type: 'ask', text: 'x'.repeat(4_000_001) },
      { type: 'progressAction', actionId: 'skip' },
      { type: 'answerAction', turnId: 't' },
      { type: 'answerAction', turnId: 't', actionId: 7 },
      { type: 'answerAction', turnId: 't', actionId: 'askAgain', question: 'another' },
      { type: 'constructor' },
      { type: '__proto__' },
      { type: 'runCommand', command: 'x' },
    ];
    for (const message of bad) assert.equal(parsePageMessage(message), undefined);
  });

  it('never throw, whatever arrives', () => {
    fc.assert(fc.property(fc.anything(), value => void parsePageMessage(value)));
  });
});
