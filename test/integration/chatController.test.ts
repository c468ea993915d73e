import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ChatBackend } from '../../src/core/chat.ts';
import type { NewQuestion } from '../../src/core/conversation/session.ts';
import { WenxinError } from '../../src/core/errors.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { ChatController } from '../../src/host/chat/chatController.ts';
import { ChatView, type PageHandlers } from '../../src/host/chat/chatView.ts';
import { Composer } from '../../src/host/chat/composer.ts';
import { SecretCheck } from '../../src/host/chat/secretCheck.ts';
import { replaced } from './replaced.ts';
import { begin, DONE, scripted, text } from '../unit/conversation/sessionStage.ts';

const FIX: NewQuestion = { feature: 'fix', question: 'Fix this code', prompt: 'Find and fix', attachments: [] };

/** A chat whose answers wait for `release`, unless the next one shall `fail`, with what its page would say. */
function stage() {
  const held: (() => void)[] = [];
  const { backend, requests } = scripted(() => new Promise<void>(resolve => held.push(resolve)), text('answer'), DONE);
  const failures: WenxinError[] = [];
  const failing: ChatBackend = (request, signal) => {
    const failure = failures.shift();
    if (failure) throw failure;
    return backend(request, signal);
  };
  const { session, history, clock } = begin(failing);
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
    allowHost: () => Promise.resolve(false),
    view: (snapshot, page) => {
      handlers.push(page);
      return new ChatView(vscode.Uri.file('/'), silentLogger, snapshot, page);
    },
  });
  const [page = assert.fail('there is no page')] = handlers;
  return {
    chat,
    page,
    session,
    composer,
    requests,
    fail: (error: WenxinError) => failures.push(error),
    release: () => held.shift()?.(),
  };
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

  it('does not ask a failed question again while an answer is being written, and says so', async () => {
    const { chat, page, session, requests, fail, release } = stage();
    fail(new WenxinError('busy', 'busy'));
    await chat.ask({ ...FIX, question: 'one' });
    const failed = session.conversation.turns[0] ?? assert.fail('nothing was asked');
    const running = chat.ask({ ...FIX, question: 'two' });
    while (requests.length === 0) await new Promise(resolve => setImmediate(resolve));
    const told: string[] = [];
    const tell = (message: string): Promise<undefined> => {
      told.push(message);
      return Promise.resolve(undefined);
    };
    await replaced(vscode.window, 'showInformationMessage', tell, () =>
      page.failureAction({ type: 'failureAction', turnId: failed.id, actionId: 'retry' }),
    );
    assert.deepEqual(told, ['An answer is still being written. Ask this question again when it has ended.']);
    assert.equal(session.conversation.turns.length, 2);
    release();
    await running;
    assert.equal(requests.length, 1);
    chat.dispose();
  });
});
