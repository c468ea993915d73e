import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Attachment } from '../../src/core/conversation/conversation.ts';
import type { NewQuestion, SessionSettings } from '../../src/core/conversation/nextTurn.ts';
import { WenxinError } from '../../src/core/errors.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { estimateMessagesTokens } from '../../src/core/tokens.ts';
import { attachmentView, draftAttachmentView } from '../../src/host/chat/attachmentView.ts';
import { Composer } from '../../src/host/chat/composer.ts';
import { DraftCost } from '../../src/host/chat/draftCost.ts';
import { chooseContext } from '../../src/host/context/chooseContext.ts';
import { contextHandlers } from '../../src/host/context/contextHandlers.ts';
import { contextNotice } from '../../src/host/context/contextNotice.ts';
import { begin, DONE, scripted, SETTINGS, text } from '../unit/conversation/sessionStage.ts';
import { askerWithButtons } from './everydayChat.ts';
import { expectation } from './expectations.ts';
import { replaced } from './replaced.ts';

const ask = (prompt: string): NewQuestion => ({ feature: 'chat', question: prompt, prompt, attachments: [] });

const PASTED: Attachment = {
  id: 'p',
  kind: 'pasted',
  path: '',
  languageId: '',
  startLine: 1,
  endLine: 40,
  text: '词'.repeat(3_000),
};

/** A conversation with long answers, and a model with a context window of `contextTokens`. */
async function stage(contextTokens: number, questions: readonly string[] = [], more: Partial<SessionSettings> = {}) {
  const { backend } = scripted(text('词'.repeat(1_000)), DONE);
  const settings = { ...SETTINGS, modelContextTokens: contextTokens, ...more };
  const { session, history, clock } = begin(backend, { settings });
  for (const question of questions) await session.ask(ask(question));
  const composer = new Composer(history, clock, silentLogger, session.conversation.id);
  session.onDidChange(change => {
    if (change.type === 'conversation') composer.moveTo(session.conversation.id);
  });
  const cost = new DraftCost(
    session,
    composer,
    ({ messages }) => expectation({ contextTokens, inputTokens: estimateMessagesTokens(messages) }),
    contextNotice,
    () => null,
    () => undefined,
  );
  let chosen = 0;
  const choose = (): Promise<void> => {
    chosen++;
    return Promise.resolve();
  };
  const nothing = (): Promise<void> => Promise.resolve();
  const tools = { pick: nothing, takeDropped: nothing, takeText: nothing, open: nothing, preview: nothing, choose };
  const handlers = contextHandlers({ session, composer, actions: () => cost.actions(), tools });
  const press = (actionId: string): unknown => handlers.contextAction({ type: 'contextAction', actionId });
  return { session, composer, cost, handlers, press, chosen: () => chosen };
}

describe('Before a question is sent, the chat', () => {
  it('shows no notice while everything fits', async () => {
    const { composer, cost } = await stage(131_072, ['一', '二']);
    composer.type('三');
    const { cost: shown, unsentUpTo } = cost.take();
    assert.deepEqual([shown?.notice, unsentUpTo], [undefined, null]);
    assert.match(
      shown?.meter?.description ?? '',
      /^About 1,\d{3} of the 131,072 tokens .* 2 of 2 earlier questions go along\.$/,
    );
  });

  it('says how many of the oldest questions no longer fit, and what can be done', async () => {
    const { session, composer, cost } = await stage(4_096 + 1_900, ['一', '二', '三', '四']);
    composer.type('五');
    const { cost: shown, unsentUpTo } = cost.take();
    assert.deepEqual(shown?.notice, {
      text: 'The 2 oldest questions no longer fit and will not be sent.',
      actions: [
        { id: 'newChat', label: 'New Chat with This Question' },
        { id: 'chooseContext', label: 'Choose What to Send' },
      ],
    });
    assert.equal(unsentUpTo, session.conversation.turns[1]?.id);
  });

  it('starts a new chat with the question on request', async () => {
    const { session, composer, press } = await stage(4_096 + 1_900, ['一', '二', '三', '四']);
    const { id } = session.conversation;
    composer.type('五');
    await press('newChat');
    assert.notEqual(session.conversation.id, id);
    assert.deepEqual([session.conversation.turns.length, composer.draft.text], [0, '五']);
  });

  it('ignores actions that it does not offer', async () => {
    const { session, composer, press, chosen } = await stage(131_072, ['一']);
    const { id } = session.conversation;
    composer.type('二');
    for (const action of ['newChat', 'chooseContext', 'sendEarlier', 'selectModel', 'constructor', ''])
      await press(action);
    assert.deepEqual([session.conversation.id, chosen(), composer.draft.text], [id, 0, '二']);
  });

  it('only marks older questions that the settings leave out', async () => {
    const { session, composer, cost } = await stage(131_072, ['一', '二', '三'], { maxTurnsSent: 2 });
    composer.type('四');
    const { cost: shown, unsentUpTo } = cost.take();
    assert.deepEqual([shown?.notice, unsentUpTo], [undefined, session.conversation.turns[0]?.id]);
  });

  it('names the largest attachment when the question alone is too long, and offers to remove it', async () => {
    const { composer, cost, press, chosen } = await stage(1_000, [], { maxOutputTokens: 100 });
    composer.type('为什么？');
    composer.attach(PASTED);
    const notice = cost.take().cost?.notice;
    assert.match(
      notice?.text ?? '',
      /^About 2,\d{3} tokens, more than ernie-5\.1 takes \(1,000\)\. The largest part is Pasted Text \(≈1\.9k tokens\)\.$/,
    );
    assert.deepEqual(
      notice?.actions.map(({ label }) => label),
      ['Choose What to Remove', 'Select Model...'],
    );
    await press('chooseContext');
    assert.equal(chosen(), 1);
  });

  it('says how little is left for the answer', async () => {
    const { composer, cost } = await stage(2_500, [], { maxOutputTokens: 2_000 });
    composer.type('为什么？');
    composer.attach(PASTED);
    assert.match(cost.take().cost?.notice?.text ?? '', /^Only about \d{3} tokens are left for the answer\. /);
  });

  it('lets the user choose what to send, even no earlier questions, and undo that', async () => {
    const { session, composer, cost, press } = await stage(131_072, ['一', '二']);
    composer.type('三');
    composer.attach(PASTED);
    const shown: vscode.QuickPickItem[] = [];
    const pick = (items: readonly vscode.QuickPickItem[]): Promise<never[]> => {
      shown.push(...items);
      return Promise.resolve([]);
    };
    await replaced(vscode.window, 'showQuickPick', pick as unknown as typeof vscode.window.showQuickPick, () =>
      chooseContext(session, composer),
    );
    assert.deepEqual(
      shown.map(({ label, picked }) => [label, picked]),
      [
        ['Pasted Text', true],
        ['Earlier Questions (2)', true],
      ],
    );
    assert.deepEqual([composer.draft.attachments, session.plan(composer.question).messages.length], [[], 2]);
    assert.deepEqual(cost.take().cost?.notice, {
      text: 'Earlier questions will not be sent.',
      actions: [{ id: 'sendEarlier', label: 'Send Them After All' }],
    });
    await press('sendEarlier');
    assert.equal(session.plan(composer.question).messages.length, 6);
  });

  it('attaches a pasted text unless it is blank', async () => {
    const { composer, handlers } = await stage(131_072);
    await handlers.paste({ type: 'paste', text: ' \n' });
    assert.deepEqual(composer.draft.attachments, []);
    await handlers.paste({ type: 'paste', text: '一\n二\n' });
    const [{ kind, endLine, text: pasted } = assert.fail()] = composer.draft.attachments;
    assert.deepEqual({ kind, endLine, pasted }, { kind: 'pasted', endLine: 2, pasted: '一\n二\n' });
  });
});

describe('A question that the service rejects as too long', () => {
  it('is sent again with half of the earlier questions on request', async () => {
    let isTooLong = false;
    const { backend, requests } = scripted(
      () => {
        if (isTooLong) throw new WenxinError('too-long', 'prompt too long');
      },
      text('答'),
      DONE,
    );
    const { session, history, clock } = begin(backend);
    const composer = new Composer(history, clock, silentLogger, session.conversation.id);
    const { buttons } = askerWithButtons(session, composer);
    for (const question of ['一', '二']) await session.ask(ask(question));
    isTooLong = true;
    await session.ask(ask('三'));
    isTooLong = false;
    await buttons.onFailure(session.conversation.turns.at(-1)?.id ?? '', 'sendFewer');
    assert.deepEqual(
      requests
        .at(-1)
        ?.messages.slice(1)
        .map(({ content }) => content),
      ['二', '答', '三'],
    );
    assert.deepEqual(session.conversation.turns.at(-1)?.answer.earlier, { sent: 1, leftOut: 1, because: 'count' });
  });
});

describe('An attachment chip', () => {
  const base: Attachment = { ...PASTED, kind: 'file', path: 'src/a.ts', startLine: 1, endLine: 9, text: 'x' };

  for (const [attachment, icon, label, description] of [
    [{ ...base, kind: 'file' }, 'file', 'a.ts', 'src/a.ts'],
    [{ ...base, kind: 'symbol', name: 'parse' }, 'symbol', 'parse', 'parse · src/a.ts, lines 1–9'],
    [
      { ...base, kind: 'folder', path: 'src/a', parts: { taken: 12, found: 40 } },
      'folder',
      'a/ (12/40)',
      'src/a/ · 12 of 40 files. Left out: what is ignored, may hold secrets, is not text, or is too large.',
    ],
    [
      { ...base, kind: 'folder', path: 'src', parts: { taken: 3, found: 3 } },
      'folder',
      'src/ (3)',
      'src/ · 3 of 3 files.',
    ],
    [
      { ...base, kind: 'problems', parts: { taken: 2, found: 2 } },
      'problem',
      'Problems (2)',
      'Problems (2) · src/a.ts',
    ],
    [{ ...base, kind: 'terminal', path: '', name: 'bash' }, 'terminal', 'bash', 'Terminal bash, 9 lines'],
    [
      { ...base, kind: 'changes', path: '', name: 'staged', parts: { taken: 1, found: 1 } },
      'changes',
      'Staged Changes (1)',
      'Staged Changes · 1 of 1 files.',
    ],
    [PASTED, 'text', 'Pasted Text', 'Pasted text, 40 lines'],
  ] as readonly (readonly [Attachment, string, string, string])[]) {
    it(`says what it is: ${label}`, () => {
      const view = attachmentView(attachment);
      assert.deepEqual([view.icon, view.label, view.description, view.size], [icon, label, description, undefined]);
    });
  }

  it('shows its size in the draft', () => {
    assert.equal(draftAttachmentView(PASTED).size, '≈1.9k');
  });
});
