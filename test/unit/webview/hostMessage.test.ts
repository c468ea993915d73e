import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hostMessage } from '../../../src/webview/chat/hostMessage.ts';

const OWN = 'vscode-webview://page';

function from(data: unknown, origin = OWN) {
  return hostMessage(new MessageEvent('message', { data, origin }), OWN);
}

describe('A message from the host', () => {
  it('is accepted from the page’s own frame when it has the right shape', () => {
    for (const message of [
      { type: 'focusComposer' },
      { type: 'delta', turnId: 't', reasoning: '', text: 'a' },
      { type: 'changed', change: { draft: 'x' } },
      { type: 'suggestions', trigger: '@', query: '', items: [] },
    ]) {
      assert.equal(from(message), message);
    }
  });

  it('is refused from any other origin', () => {
    for (const origin of ['https://evil.example', 'null', '', 'vscode-webview://other']) {
      assert.equal(from({ type: 'focusComposer' }, origin), undefined);
    }
  });

  it('is refused when its type is unknown, or a field is missing or of the wrong type', () => {
    for (const message of [
      undefined,
      null,
      'focusComposer',
      7,
      [],
      {},
      { type: 'constructor' },
      { type: '__proto__' },
      { type: ['focusComposer'] },
      { type: 'snapshot', view: {} },
      { type: 'snapshot', view: null, texts: {} },
      { type: 'turn', turn: {}, total: '1' },
      { type: 'delta', turnId: 't', text: 'a' },
      { type: 'suggestions', trigger: '@', query: '', items: {} },
    ]) {
      assert.equal(from(message), undefined, JSON.stringify(message));
    }
  });

  it('never throws, whatever its data', () => {
    fc.assert(fc.property(fc.anything(), value => void from(value)));
  });
});
