import assert from 'node:assert/strict';
import { askerOf } from '../../../../src/host/modelProvider/asker.ts';

/** As VS Code 1.139's chat marks its requests. */
const MARKED = { _capturingTokenCorrelationId: 'c', _otelTraceContext: null };
const CHAT = 'github.copilot-chat';

describe('who asks', () => {
  const consumer = (requestInitiator: unknown): string => askerOf({ requestInitiator }).consumer;

  it('is the extension that VS Code names', () => {
    assert.equal(consumer('someone.else'), 'someone.else');
    assert.equal(consumer(CHAT), CHAT);
  });

  it('is another extension where VS Code names none', () => {
    for (const none of [undefined, '', 7]) assert.equal(consumer(none), 'another-extension');
  });

  it('is VS Code in the background for a helper request: marked, of no conversation, without tools', () => {
    const helper = askerOf({ requestInitiator: CHAT, modelOptions: MARKED, tools: [] });
    assert.deepEqual(helper, { consumer: 'vscode-background', isVSCode: true, isBackground: true });
    assert.deepEqual(askerOf({ requestInitiator: 'core' }), helper);
  });

  it('is a person in the chat for a request of a conversation', () => {
    for (const mark of [{ _conversationId: 'x' }, { _telemetryTurn: 1 }]) {
      const asked = askerOf({ requestInitiator: CHAT, modelOptions: { ...MARKED, ...mark }, tools: [] });
      assert.deepEqual(asked, { consumer: CHAT, isVSCode: true, isBackground: false });
    }
  });

  it('is a person in doubt: with tools, as inline chat has them, or where an older chat marks nothing', () => {
    const inline = askerOf({ requestInitiator: CHAT, modelOptions: MARKED, tools: [{}] });
    const older = askerOf({ requestInitiator: CHAT, modelOptions: {} });
    assert.deepEqual([inline.isBackground, older.isBackground], [false, false]);
    const ofCore = askerOf({ requestInitiator: 'core', tools: [{}] });
    assert.deepEqual(ofCore, { consumer: 'vscode', isVSCode: true, isBackground: false });
  });

  it('is never VS Code for another extension, whatever it marks', () => {
    const asked = askerOf({ requestInitiator: 'someone.else', modelOptions: MARKED });
    assert.deepEqual(asked, { consumer: 'someone.else', isVSCode: false, isBackground: false });
  });
});
