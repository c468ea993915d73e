import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PlannedRequest } from '../../src/core/conversation/plannedRequest.ts';
import type { Attachment } from '../../src/core/conversation/conversation.ts';
import type { NewQuestion } from '../../src/core/conversation/nextTurn.ts';
import { WenxinError } from '../../src/core/errors.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { ChatController } from '../../src/host/chat/chatController.ts';
import type { PageHandlers } from '../../src/host/chat/pageHandlers.ts';
import { Composer } from '../../src/host/chat/composer.ts';
import { CostCheck } from '../../src/host/chat/costCheck.ts';
import type { Expectation } from '../../src/host/spend/expectation.ts';
import type { HostMessage } from '../../src/protocol/chat.ts';
import type { CostView } from '../../src/protocol/chatView.ts';
import { begin, DONE, scripted, text } from '../unit/conversation/sessionStage.ts';
import { everydayChat } from './everydayChat.ts';
import { costs, expectation } from './expectations.ts';
import { pagesOf } from './chatPlaces.ts';
import { replaced } from './replaced.ts';

const FIX: NewQuestion = { feature: 'fix', question: 'Fix this code', prompt: 'Find and fix', attachments: [] };

const CODE: Attachment = { id: 'a', path: 'a.ts', languageId: 'typescript', startLine: 1, endLine: 2, text: 'let a;' };

/** A chat whose questions are expected to cost `cost`, and need a confirmation above `limitYuan`. */
function stage(cost: Expectation['cost'], limitYuan: number | 'never' = 1) {
  const failures: WenxinError[] = [];
  const { backend, requests } = scripted(
    () => {
      const failure = failures.shift();
      if (failure) throw failure;
    },
    text('answer'),
    DONE,
  );
  const { session, history, clock } = begin(backend);
  const planned: PlannedRequest[] = [];
  let expected = expectation({ cost });
  const expect = (plan: PlannedRequest): Expectation => {
    planned.push(plan);
    return expected;
  };
  const composer = new Composer(history, clock, silentLogger, session.conversation.id);
  const pages: PageHandlers[] = [];
  const posted: HostMessage[] = [];
  let picture = (): HostMessage => assert.fail('there is no page');
  const chat = new ChatController({
    ...everydayChat(session, composer, clock),
    costCheck: new CostCheck(expect, () => (limitYuan === 'never' ? undefined : limitYuan * 1e9)),
    expect,
    view: (shown, handlers) => {
      pages.push(handlers);
      picture = () => shown.snapshot();
      const view = pagesOf(shown, handlers, clock);
      view.post = message => posted.push(message);
      view.show = () => Promise.resolve();
      return view;
    },
  });
  const [page = assert.fail('there is no page')] = pages;
  return {
    chat,
    page,
    session,
    composer,
    requests,
    planned,
    snapshot: () => picture(),
    fail: (error: WenxinError) => failures.push(error),
    /** Changes the expectation from now on. */
    expects: (change: Partial<Expectation>) => (expected = expectation({ cost, ...change })),
    /** Returns the costs that were posted to the page since the last call. */
    toldCosts: (): (CostView | null)[] =>
      posted.splice(0).flatMap(message => (message.type === 'changed' ? [message.change.cost ?? []].flat() : [])),
  };
}

/** Returns the warnings during `run`; the user presses the button that begins with `choice`. */
async function asked(run: () => unknown, choice = 'Go Back'): Promise<string[]> {
  const seen: string[] = [];
  const show = (message: string, { detail = '' }: vscode.MessageOptions, ...items: vscode.MessageItem[]) => {
    seen.push([message, detail, ...items.map(({ title }) => `[${title}]`)].join('\n'));
    return Promise.resolve(items.find(({ title }) => title.startsWith(choice)));
  };
  await replaced(vscode.window, 'showWarningMessage', show as typeof vscode.window.showWarningMessage, async () => {
    await run();
  });
  return seen;
}

describe('An expensive question', () => {
  it('is sent after a confirmation that names the likely and the highest cost', async () => {
    const { chat, requests } = stage(costs(0.4, 1.2, 2.1));
    const seen = await asked(() => chat.ask(FIX), 'Send');
    assert.equal(requests.length, 1);
    assert.equal(seen.length, 1);
    assert.match(seen[0] ?? '', /^This question will probably cost ¥0\.40–1\.20\. Send it\?/);
    assert.match(seen[0] ?? '', /\[Send\]\n\[Go Back\]$/);
    assert.match(
      seen[0] ?? '',
      /at most ¥2\.10 [^]*You are asked when the estimate is above ¥1\.00 \(setting wenxin\.confirmAboveCny\)\./,
    );
    chat.dispose();
  });

  it('returns to the composer as the same command when the user goes back', async () => {
    const { chat, requests, session, composer } = stage(costs(0.4, 1.2, 2.1));
    await asked(() => chat.ask({ ...FIX, attachments: [CODE] }));
    assert.deepEqual([requests.length, session.conversation.turns.length], [0, 0]);
    assert.deepEqual(composer.question, { ...FIX, attachments: [CODE] });
    chat.dispose();
  });

  it('stays in the composer until it is sent', async () => {
    const { chat, page, requests, composer } = stage(costs(0.4, 1.2, 2.1));
    await asked(() => page.ask({ type: 'ask', text: 'why?' }));
    assert.deepEqual([requests.length, composer.draft.text], [0, 'why?']);
    await asked(() => page.ask({ type: 'ask', text: 'why?' }), 'Send');
    assert.deepEqual([requests.length, composer.draft.text], [1, '']);
    chat.dispose();
  });

  for (const [what, cost, limit] of [
    ['what may cost just the limit', costs(0.4, 1, 9), 1],
    ['anything where the person wants no questions', costs(1, 50, 90), 'never'],
    ['what costs nobody anything', 'free', 0.000_001],
    ['what a plan pays', 'plan', 0.000_001],
    ['what nobody knows the price of, which the budget asks about', 'unknown', 0.000_001],
  ] as const) {
    it(`is not ${what}`, async () => {
      const { chat, requests } = stage(cost, limit);
      assert.deepEqual(await asked(() => chat.ask(FIX)), []);
      assert.equal(requests.length, 1);
      chat.dispose();
    });
  }

  it('must be confirmed again for each retry, with the messages of that retry', async () => {
    const { chat, page, session, requests, planned, fail } = stage(costs(0.4, 1.2, 2.1));
    fail(new WenxinError('busy', 'busy'));
    await asked(() => chat.ask(FIX), 'Send');
    const press = () =>
      page.failureAction({
        type: 'failureAction',
        turnId: session.conversation.turns[0]?.id ?? '',
        actionId: 'retry',
      });
    planned.length = 0;
    assert.equal((await asked(press)).length, 1);
    assert.equal(requests.length, 1);
    assert.equal((await asked(press, 'Send')).length, 1);
    assert.equal(requests.length, 2);
    assert.deepEqual(planned[0]?.messages, requests[1]?.messages);
    chat.dispose();
  });

  it('needs no second confirmation when the user has just agreed to an amount', async () => {
    const { chat, page, session, requests, fail } = stage(costs(0.4, 1.2, 2.1));
    fail(new WenxinError('budget', 'spent', { worstNanoYuan: 7 }));
    await asked(() => chat.ask(FIX), 'Send');
    const turnId = session.conversation.turns[0]?.id ?? '';
    const press = () => page.failureAction({ type: 'failureAction', turnId, actionId: 'allowOnce' });
    assert.deepEqual(await asked(press), []);
    assert.equal(requests.length, 2);
    chat.dispose();
  });
});

describe('The notice about the cost of a question', () => {
  const COST: CostView = {
    text: '≈1,234 tokens · ¥0.0040–0.0200',
    description:
      "About 1,234 tokens are sent: the question with the extension's instructions, attachments and earlier turns, if " +
      'any. With an answer of 100 to 900 tokens it costs about ¥0.0040–0.0200, and at most ¥0.0400 if the answer is as ' +
      'long as allowed.',
    meter: {
      share: 1_234 / 131_072,
      text: '<1% of 128k',
      description: 'About 1,234 of the 131,072 tokens that ernie-5.1 takes; up to 4,096 more for the answer.',
    },
  };
  const costOf = (message: HostMessage): CostView | null =>
    message.type === 'snapshot' ? message.view.cost : assert.fail('no snapshot');

  it('is shown while the question is typed, and removed when it is blank', async () => {
    const { chat, page, planned, toldCosts, snapshot } = stage(costs(0.004, 0.02, 0.04));
    assert.equal(costOf(snapshot()), null);
    await page.draft({ type: 'draft', text: 'why?' });
    assert.deepEqual(toldCosts(), [COST]);
    assert.deepEqual(planned.at(-1)?.messages.at(-1)?.content, 'why?');
    assert.deepEqual(costOf(snapshot()), COST);
    await page.draft({ type: 'draft', text: ' ' });
    assert.equal(costOf(snapshot()), null);
    chat.dispose();
  });

  it('is posted to the page only when it changes', async () => {
    const { chat, page, toldCosts, expects } = stage(costs(0.004, 0.02, 0.04));
    for (const typed of ['w', 'wh', 'why']) await page.draft({ type: 'draft', text: typed });
    assert.equal(toldCosts().length, 1);
    expects({ inputTokens: 2_000 });
    await page.draft({ type: 'draft', text: 'why?' });
    assert.deepEqual(
      toldCosts().map(cost => cost?.text),
      ['≈2,000 tokens · ¥0.0040–0.0200'],
    );
    chat.dispose();
  });

  it('is shown for attachments without text', async () => {
    const { chat, planned, toldCosts } = stage(costs(0.004, 0.02, 0.04));
    await chat.attach(CODE);
    assert.deepEqual(toldCosts(), [COST]);
    assert.match(planned.at(-1)?.messages.at(-1)?.content ?? '', /let a;/);
    chat.dispose();
  });

  it('is updated after a change of the model and after a new answer', async () => {
    const { chat, page, session, toldCosts, expects } = stage(costs(0.004, 0.02, 0.04));
    await page.draft({ type: 'draft', text: 'why?' });
    expects({ cost: 'unknown' });
    toldCosts();
    chat.refresh();
    assert.equal(toldCosts()[0]?.text, '≈1,234 tokens · price unknown');
    expects({ inputTokens: 3_000 });
    await session.ask(FIX);
    assert.equal(toldCosts().at(-1)?.text, '≈3,000 tokens · ¥0.0040–0.0200');
    chat.dispose();
  });

  for (const [change, text, sentence] of [
    [{ cost: 'unknown' }, '≈1,234 tokens · price unknown', 'The price of ernie-5.1 is unknown.'],
    [{ cost: 'plan' }, '≈1,234 tokens · flat plan', 'The flat plan covers it.'],
    [{ cost: 'free' }, '≈1,234 tokens · free of charge', 'ernie-5.1 is free of charge.'],
    [{ contextTokens: 1_233 }, '≈1,234 tokens, too long', 'About 1,234 tokens, more than ernie-5.1 takes (1,233).'],
    [{ contextTokens: undefined }, '≈1,234 tokens · free of charge', 'ernie-5.1 is free of charge.'],
  ] as const) {
    it(`may be that it is “${text}”, where the model takes ${String('contextTokens' in change ? change.contextTokens : 131_072)}`, async () => {
      const { chat, page, toldCosts, expects } = stage('free');
      expects(change);
      await page.draft({ type: 'draft', text: 'why?' });
      const [told] = toldCosts();
      assert.equal(told?.text, text);
      assert.ok(told.description.endsWith(sentence), told.description);
      assert.equal(told.isTooLong, text.endsWith('too long') ? true : undefined);
      chat.dispose();
    });
  }
});
