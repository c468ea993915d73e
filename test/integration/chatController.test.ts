import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ChatBackend, ChatRequest, FresherAnswer, Origin, Waiting } from '../../src/core/chat.ts';
import type { NewQuestion } from '../../src/core/conversation/nextTurn.ts';
import { WenxinError } from '../../src/core/errors.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { ChatController } from '../../src/host/chat/chatController.ts';
import type { PageHandlers } from '../../src/host/chat/pageHandlers.ts';
import { Composer } from '../../src/host/chat/composer.ts';
import { SecretCheck } from '../../src/host/chat/secretCheck.ts';
import { pagesOf } from './chatPlaces.ts';
import { everydayChat } from './everydayChat.ts';
import { replaced } from './replaced.ts';
import { begin, DONE, scripted, text } from '../unit/conversation/sessionStage.ts';

const FIX: NewQuestion = { feature: 'fix', question: 'Fix this code', prompt: 'Find and fix', attachments: [] };

const WAIT: Waiting = { type: 'waiting', why: 'backoff', because: 'busy', nextAttempt: 2, maxAttempts: 3 };

const ORIGIN: Origin = { level: 'memory', answeredAtMs: 0, savedNanoYuan: 7 };

const FRESHER: FresherAnswer = { reasoning: '', text: 'newer', citations: [], booking: undefined };

/** A chat whose answers wait for `release`, with the handlers of its page. Questions can also `fail`. */
function stage(wait?: Waiting) {
  const held: (() => void)[] = [];
  const hold = (): Promise<void> => new Promise<void>(resolve => held.push(resolve));
  const { backend, requests } = scripted(...(wait ? [wait] : []), hold, text('answer'), DONE);
  const failures: WenxinError[] = [];
  const keptRequests: ChatRequest[] = [];
  let isKept = false;
  let isHeldBack = false;
  const secrets = new SecretCheck();
  const kept: ChatBackend = async function* (request) {
    await Promise.resolve();
    isKept = false;
    keptRequests.push(request);
    yield text('kept');
    yield { ...DONE, origin: ORIGIN };
  };
  const asked: ChatBackend = (request, signal) => {
    const failure = failures.shift();
    if (failure) throw failure;
    return isKept ? kept(request, signal) : backend(request, signal);
  };
  const { session, history, clock } = begin(asked);
  const composer = new Composer(history, clock, silentLogger, session.conversation.id);
  const handlers: PageHandlers[] = [];
  const pricedModels: string[] = [];
  const chat = new ChatController({
    ...everydayChat(session, composer, clock),
    decideSecrets: (question, id) => (isHeldBack ? Promise.resolve(undefined) : secrets.decide(question, id)),
    enterPrice: model => {
      pricedModels.push(model);
      return Promise.resolve(pricedModels.length > 1);
    },
    view: (picture, page) => {
      handlers.push(page);
      return pagesOf(picture, page, clock);
    },
  });
  const [page = assert.fail('there is no page')] = handlers;
  return {
    chat,
    page,
    session,
    composer,
    requests,
    pricedModels,
    clock,
    isHeld: () => held.length > 0,
    fail: (error: WenxinError) => failures.push(error),
    /** From now on the user goes back at every secret warning. */
    holdBack: () => (isHeldBack = true),
    /** Asks a question that is answered from the cache; returns its turn's id and its request. */
    askKept: async (question: NewQuestion): Promise<{ turnId: string; request: ChatRequest }> => {
      isKept = true;
      await chat.ask(question);
      const request = keptRequests.at(-1) ?? assert.fail('it was not asked');
      return { turnId: session.conversation.turns.at(-1)?.id ?? '', request };
    },
    release: () => held.shift()?.(),
  };
}

describe('The chat', () => {
  it('keeps the question of a command while an answer is being written, until the user sends it', async () => {
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
    assert.deepEqual(told, ['An answer is still being written. Ask this question again when it is complete.']);
    assert.equal(session.conversation.turns.length, 2);
    release();
    await running;
    assert.equal(requests.length, 1);
    chat.dispose();
  });

  it('ends a wait early only through an action that is offered', async () => {
    let skips = 0;
    const { chat, page, session, isHeld, release } = stage({
      ...WAIT,
      untilMs: Number.MAX_SAFE_INTEGER,
      skip: () => skips++,
    });
    const asked = chat.ask(FIX);
    while (!isHeld()) await new Promise(resolve => setImmediate(resolve));
    const [turn = assert.fail('nothing was asked')] = session.conversation.turns;
    const press = (actionId: string): unknown =>
      page.progressAction({ type: 'progressAction', turnId: turn.id, actionId });
    for (const other of ['sendAgain', 'keepWaiting', 'stop', 'retry', 'constructor']) await press(other);
    assert.deepEqual([skips, session.isBusy], [0, true]);
    await press('skip');
    assert.equal(skips, 1);
    await press('cancel');
    release();
    await asked;
    assert.equal(session.conversation.turns[0]?.answer.state, 'stopped');
    await press('skip');
    assert.equal(skips, 1);
    chat.dispose();
  });

  it('ignores the skip action until the wait is shown', async () => {
    let skips = 0;
    const { chat, page, session, clock, isHeld, release } = stage({ ...WAIT, skip: () => skips++ });
    const asked = chat.ask(FIX);
    while (!isHeld()) await new Promise(resolve => setImmediate(resolve));
    const turnId = session.conversation.turns[0]?.id ?? '';
    await page.progressAction({ type: 'progressAction', turnId, actionId: 'skip' });
    assert.equal(skips, 0);
    await clock.advance(700);
    await page.progressAction({ type: 'progressAction', turnId, actionId: 'skip' });
    assert.equal(skips, 1);
    release();
    await asked;
    chat.dispose();
  });

  it('sends the consent that the user gave with a button under a failure', async () => {
    for (const [failure, actionId, consent] of [
      [new WenxinError('circuit', 'left alone'), 'tryNow', { probe: true }],
      [new WenxinError('unreachable', 'not there'), 'sendWhenBack', { waitForNetwork: true }],
      [new WenxinError('busy', 'busy', { dearerModel: 'x', dearerRatio: 2 }), 'useDearerModel', { dearerModel: true }],
      [new WenxinError('budget', 'spent', { worstNanoYuan: 7 }), 'allowOnce', { allowance: { upToNanoYuan: 7 } }],
      [new WenxinError('price-unknown', 'unknown'), 'sendAnyway', { allowance: 'unpriced' }],
      [new WenxinError('busy', 'busy'), 'retry', undefined],
    ] as const) {
      const { chat, page, session, requests, fail, isHeld, release } = stage();
      fail(failure);
      await chat.ask(FIX);
      const turnId = session.conversation.turns[0]?.id ?? '';
      const asked = page.failureAction({ type: 'failureAction', turnId, actionId });
      while (!isHeld()) await new Promise(resolve => setImmediate(resolve));
      release();
      await asked;
      assert.deepEqual(requests[0]?.consent, consent, actionId);
      chat.dispose();
    }
  });

  it('asks a question again after its price was entered, but not if the user left', async () => {
    const { chat, page, session, requests, fail, isHeld, release, pricedModels } = stage();
    fail(new WenxinError('price-unknown', 'unknown'));
    await chat.ask(FIX);
    const turnId = session.conversation.turns[0]?.id ?? '';
    const press = () => page.failureAction({ type: 'failureAction', turnId, actionId: 'enterPrice' });
    await press();
    assert.deepEqual([pricedModels, requests.length], [['ernie-5.1'], 0]);
    const asked = press();
    while (!isHeld()) await new Promise(resolve => setImmediate(resolve));
    release();
    await asked;
    assert.equal(requests[0]?.consent, undefined);
    chat.dispose();
  });

  it('asks the service again for an answer that came from the cache', async () => {
    const { chat, page, session, requests, askKept, isHeld, release } = stage();
    const { turnId, request } = await askKept(FIX);
    const asked = page.answerAction({ type: 'answerAction', turnId, actionId: 'askAgain' });
    while (!isHeld()) await new Promise(resolve => setImmediate(resolve));
    release();
    await asked;
    assert.deepEqual([requests.length, requests[0]?.fresh], [1, true]);
    assert.deepEqual(requests[0]?.messages, request.messages);
    assert.deepEqual(
      session.branchesOf(turnId).map(({ question, answer }) => [question, answer.text]),
      [
        ['Fix this code', 'kept'],
        ['Fix this code', 'answer'],
      ],
    );
    chat.dispose();
  });

  it('does not ask a cached question again while an answer is being written, and says so', async () => {
    const { chat, page, requests, askKept, isHeld, release } = stage();
    const { turnId } = await askKept(FIX);
    const running = chat.ask({ ...FIX, question: 'two' });
    while (!isHeld()) await new Promise(resolve => setImmediate(resolve));
    const told: string[] = [];
    const tell = (message: string): Promise<undefined> => {
      told.push(message);
      return Promise.resolve(undefined);
    };
    await replaced(vscode.window, 'showInformationMessage', tell, () =>
      page.answerAction({ type: 'answerAction', turnId, actionId: 'askAgain' }),
    );
    assert.deepEqual(told, ['An answer is still being written. Ask this question again when it is complete.']);
    release();
    await running;
    assert.equal(requests.length, 1);
    chat.dispose();
  });

  it('shows the newer answer on request, and ignores actions that are not offered', async () => {
    const { chat, page, session, requests, askKept } = stage();
    const { turnId, request } = await askKept(FIX);
    const press = (actionId: string, id = turnId): unknown =>
      page.answerAction({ type: 'answerAction', turnId: id, actionId });
    const shown = (): string | undefined => session.conversation.turns[0]?.answer.text;
    for (const other of ['showFresher', 'retry', 'constructor', '']) await press(other);
    await press('askAgain', 'unknown');
    request.onFresher?.(FRESHER);
    await press('askAgain');
    assert.deepEqual([requests.length, shown()], [0, 'kept']);
    await press('showFresher');
    assert.equal(shown(), 'newer');
    await press('askAgain');
    assert.equal(requests.length, 0);
    chat.dispose();
  });

  it('does not ask again when the user goes back at the secret warning', async () => {
    const { chat, page, session, composer, requests, askKept, holdBack } = stage();
    const { turnId } = await askKept(FIX);
    holdBack();
    await page.answerAction({ type: 'answerAction', turnId, actionId: 'askAgain' });
    assert.deepEqual([requests.length, session.conversation.turns.length], [0, 1]);
    assert.equal(composer.draft.text, 'Fix this code');
    chat.dispose();
  });
});
