import assert from 'node:assert/strict';
import { askerOf } from '../../../../src/host/modelProvider/asker.ts';

/** Options with which VS Code 1.139's chat marks its requests. */
const MARKED = { _capturingTokenCorrelationId: 'c', _otelTraceContext: null };
const CHAT = 'github.copilot-chat';

describe('The consumer of a model request', () => {
  const consumer = (requestInitiator: unknown): string => askerOf({ requestInitiator }).consumer;

  it('is the extension that VS Code names', () => {
    assert.equal(consumer('someone.else'), 'someone.else');
    assert.equal(consumer(CHAT), CHAT);
  });

  it('is another extension when VS Code names none', () => {
    for (const none of [undefined, '', 7]) assert.equal(consumer(none), 'another-extension');
  });

  it('is VS Code’s background for a helper request: marked, without a conversation or tools', () => {
    const helper = askerOf({ requestInitiator: CHAT, modelOptions: MARKED, tools: [] });
    assert.deepEqual(helper, { consumer: 'vscode-background', isVSCode: true, isBackground: true });
    assert.deepEqual(askerOf({ requestInitiator: 'core' }), helper);
  });

  it('is the chat for a request of a conversation', () => {
    for (const mark of [{ _conversationId: 'x' }, { _telemetryTurn: 1 }]) {
      const asked = askerOf({ requestInitiator: CHAT, modelOptions: { ...MARKED, ...mark }, tools: [] });
      assert.deepEqual(asked, { consumer: CHAT, isVSCode: true, isBackground: false });
    }
  });

  it('is not the background for inline chat, which has tools, or for an older chat without marks', () => {
    const inline = askerOf({ requestInitiator: CHAT, modelOptions: MARKED, tools: [{}] });
    const older = askerOf({ requestInitiator: CHAT, modelOptions: {} });
    assert.deepEqual([inline.isBackground, older.isBackground], [false, false]);
    const ofCore = askerOf({ requestInitiator: 'core', tools: [{}] });
    assert.deepEqual(ofCore, { consumer: 'vscode', isVSCode: true, isBackground: false });
  });

  it('is never VS Code for another extension, whatever its options', () => {
    const asked = askerOf({ requestInitiator: 'someone.else', modelOptions: MARKED });
    assert.deepEqual(asked, { consumer: 'someone.else', isVSCode: false, isBackground: false });
  });
});
