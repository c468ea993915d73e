import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { madeUp } from '../support/madeUpSecret.ts';
import { askOnceStage, DONE, fails, HANGS, PROGRESS, QUESTION, text } from './askOnceStage.ts';
import { costs } from './expectations.ts';
import { Person } from './person.ts';
import { replaced } from './replaced.ts';

const KEY = `sk-${madeUp('letters', 48)}`;

describe('A question outside the chat', () => {
  it('is sent with its instructions, code and limits, and streams its answer', async () => {
    const { askBefore, service, heard } = askOnceStage({ scripts: [[text('short'), text('er'), DONE]] });
    const person = new Person([]);
    const answered = await askBefore(person);
    assert.equal(answered?.answer.text, 'shorter');
    assert.deepEqual(answered.sent, QUESTION);
    assert.deepEqual(heard, ['short', 'shorter']);
    assert.deepEqual(person.seen, [PROGRESS]);
    const [request] = service.requests;
    assert.equal(request?.messages[0]?.content, 'You change code.');
    assert.match(String(request?.messages[1]?.content), /path="cart\.ts"[^]+let a = 1;[^]+Change the code/);
    const { feature, model, maxOutputTokens, workspace, cause } = request ?? {};
    assert.deepEqual(
      { feature, model, maxOutputTokens, workspace, cause },
      { feature: 'edit', model: 'ernie-5.1', maxOutputTokens: 500, workspace: 'demo', cause: 'user' },
    );
  });

  it('gives a reasoning model the output limit of the settings', async () => {
    const { ask, service, set } = askOnceStage();
    set({ isThinking: true });
    await new Person([]).during(async () => {
      await ask();
    });
    assert.equal(service.requests[0]?.maxOutputTokens, 4_096);
  });

  it('is not sent when it was cancelled before', async () => {
    const { ask, service } = askOnceStage();
    const person = new Person([]);
    await person.during(async () => assert.equal(await ask({ prompt: KEY }, AbortSignal.abort()), undefined));
    assert.deepEqual([person.seen, service.requests], [[], []]);
  });

  it('counts down the wait for a rate limit every second until it is cancelled', async () => {
    const { askBefore, clock } = askOnceStage({
      scripts: [[{ type: 'waiting', why: 'rate', untilMs: Date.UTC(2026, 10, 22, 4, 0, 3) }, HANGS]],
    });
    const person = new Person([]);
    await askBefore(person, {}, async () => {
      await clock.advance(2_000);
      person.cancelProgress();
    });
    const told = (seconds: number) =>
      `This minute's limit is reached. Retrying in ${seconds} s; waiting costs nothing.`;
    assert.deepEqual(person.told, [told(3), told(2), told(1)]);
    assert.equal(clock.pendingTimers, 0);
  });

  it('reports what it waits for even when VS Code shows the progress late', async () => {
    const { ask, clock } = askOnceStage({ scripts: [[{ type: 'waiting', why: 'flight' }, HANGS]] });
    const told: (string | undefined)[] = [];
    const calledOff = new AbortController();
    const late = (async (_, task) => {
      await clock.advance(5);
      return task(
        { report: ({ message }) => told.push(message) },
        { isCancellationRequested: false, onCancellationRequested: () => new vscode.Disposable(() => undefined) },
      );
    }) satisfies typeof vscode.window.withProgress;
    await replaced(vscode.window, 'withProgress', late as typeof vscode.window.withProgress, async () => {
      const asking = ask({}, calledOff.signal);
      await clock.advance(10);
      await clock.advance(10);
      calledOff.abort();
      await asking;
    });
    assert.deepEqual(told[0], 'The same question is already being asked; its answer will be used here too.');
  });
});

describe('A secret in a question outside the chat', () => {
  const withKey = { prompt: `Use ${KEY}`, typed: '' };

  it('is masked on request, and the caller receives the question as it was sent', async () => {
    const { askBefore, service } = askOnceStage();
    const answered = await askBefore(new Person(['Mask and Send']), withKey);
    assert.ok(!JSON.stringify(service.requests).includes(KEY));
    assert.match(answered?.sent.prompt ?? '', /^Use (?!sk-)/);
  });

  it('is reported once when the prompt repeats what the user typed', async () => {
    const { askBefore } = askOnceStage();
    const person = new Person(['Go Back']);
    await askBefore(person, { typed: `with ${KEY}`, prompt: `Change the code: with ${KEY}` });
    assert.match(person.seen[0] ?? '', /1 possible secret in .+ Your question, line 1: .+\n\nMasking/);
  });

  it('is sent on request, without another warning in later questions', async () => {
    const { askBefore, service } = askOnceStage({
      scripts: [
        [text('a'), DONE],
        [text('b'), DONE],
      ],
    });
    await askBefore(new Person(['Send as Is']), withKey);
    await askBefore(new Person([]), withKey);
    assert.equal(service.requests.filter(request => JSON.stringify(request).includes(KEY)).length, 2);
  });

  it('is not sent when the user goes back', async () => {
    const { askBefore, service } = askOnceStage();
    const person = new Person(['Go Back']);
    assert.equal(await askBefore(person, withKey), undefined);
    assert.equal(service.requests.length, 0);
    assert.deepEqual(
      person.seen.map(each => each.split(':')[0]),
      ['modal'],
    );
  });
});

describe('The cost of a question outside the chat', () => {
  it('must be confirmed above the limit, and nothing is sent when the user goes back', async () => {
    const { askBefore, service } = askOnceStage({ cost: costs(0.4, 1.2, 2.1) });
    const person = new Person(['Go Back']);
    assert.equal(await askBefore(person), undefined);
    assert.match(person.seen[0] ?? '', /^modal: This question will probably cost ¥0\.40–1\.20\. Send it\?/);
    assert.equal(service.requests.length, 0);
  });

  it('is confirmed before the question is sent', async () => {
    const { askBefore, service } = askOnceStage({ cost: costs(0.4, 1.2, 2.1) });
    const person = new Person(['Send']);
    assert.equal((await askBefore(person))?.answer.text, 'shorter');
    assert.equal(service.requests.length, 1);
    assert.equal(person.seen[1], PROGRESS);
  });

  it('must be confirmed after the user entered a missing price', async () => {
    const { askBefore, costsNow, service } = askOnceStage({
      scripts: [[() => costsNow(costs(0.4, 1.2, 2.1)), fails('price-unknown', 'no price')]],
      cost: 'unknown',
    });
    const person = new Person(['Enter Price...', 'Go Back']);
    assert.equal(await askBefore(person), undefined);
    assert.match(person.seen.at(-1) ?? '', /^modal: This question will probably cost/);
    assert.equal(service.requests.length, 1);
  });

  it('needs no second confirmation after the user agreed to an amount', async () => {
    const { askBefore, costsNow, service } = askOnceStage({
      scripts: [
        [
          () => costsNow(costs(0.4, 1.2, 2.1)),
          fails('budget', 'spent', { worstNanoYuan: 2.1e9, budgetNanoYuan: 1e9, spentNanoYuan: 1e9 }),
        ],
        [text('a'), DONE],
      ],
    });
    assert.equal((await askBefore(new Person(['Allow Once (at most ¥2.10)'])))?.answer.text, 'a');
    assert.deepEqual(
      service.requests.map(({ consent }) => consent),
      [undefined, { allowance: { upToNanoYuan: 2.1e9 } }],
    );
  });
});
