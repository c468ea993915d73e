import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { NewQuestion } from '../../src/core/conversation/session.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { ChatController } from '../../src/host/chat/chatController.ts';
import { ChatView, type PageHandlers } from '../../src/host/chat/chatView.ts';
import { Composer } from '../../src/host/chat/composer.ts';
import { SecretCheck } from '../../src/host/chat/secretCheck.ts';
import { begin, DONE, scripted, text } from '../unit/conversation/sessionStage.ts';

const FIX: NewQuestion = { feature: 'fix', question: 'Fix this code', prompt: 'Find and fix', attachments: [] };

/** A chat whose first answers wait for `release`, with what its page would say. */
function stage() {
  const held: (() => void)[] = [];
  const { backend, requests } = scripted(() => new Promise<void>(resolve => held.push(resolve)), text('answer'), DONE);
  const { session, history, clock } = begin(backend);
  const composer = new Composer(history, clock, silentLogger, session.conversation.id);
  const handlers: PageHandlers[] = [];
  const chat = new ChatController({
    session,
    composer,
    secretCheck: new SecretCheck(),
    clock,
    surroundings: () => ({
      setup: { hasCredentials: true, host: 'example.com' },
      model: 'ernie-5.1',
      modelProblem: null,
      sendKey: 'enter',
    }),
    view: (snapshot, page) => {
      handlers.push(page);
      return new ChatView(vscode.Uri.file('/'), silentLogger, snapshot, page);
    },
  });
  const [page = assert.fail('there is no page')] = handlers;
  return { chat, page, session, composer, requests, release: () => held.shift()?.() };
}

describe('The chat', () => {
  it('keeps what a command asks while an answer is being written, and asks that when the person sends it', async () => {
    const { chat, page, composer, requests, release } = stage();
    const first = chat.ask({ ...FIX, feature: 'chat', question: 'one', prompt: 'one' });
    while (requests.length === 0) await new Promise(resolve => setImmediate(resolve));
    await chat.ask(FIX);
    assert.equal(composer.draft.text, 'Fix this code');
    release();
    await first;

    const second = page.ask({ type: 'ask', text: 'Fix this code' });
    while (requests.length === 1) await new Promise(resolve => setImmediate(resolve));
    release();
    await second;
    assert.deepEqual([requests[1]?.feature, requests[1]?.messages.at(-1)?.content], ['fix', 'Find and fix']);
    assert.equal(composer.draft.text, '');
    chat.dispose();
  });
});
