import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { madeUp } from '../support/madeUpSecret.ts';
import { askOnceStage, DONE, fails, HANGS, PROGRESS, QUESTION, text } from './askOnceStage.ts';
import { costs } from './expectations.ts';
import { Person } from './person.ts';
import { replaced } from './replaced.ts';

const KEY = `sk-${madeUp('letters', 48)}`;

describe('A question outside of the chat', () => {
  it('is asked as it is meant, and its answer is heard while it comes', async () => {
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

  it('lets a model that reasons first write as much as the settings allow', async () => {
    const { ask, service, set } = askOnceStage();
    set({ isThinking: true });
    await new Person([]).during(async () => {
      await ask();
    });
    assert.equal(service.requests[0]?.maxOutputTokens, 4_096);
  });

  it('is not sent when it is called off before', async () => {
    const { ask, service } = askOnceStage();
    const person = new Person([]);
    await person.during(async () => assert.equal(await ask({ prompt: KEY }, AbortSignal.abort()), undefined));
    assert.deepEqual([person.seen, service.requests], [[], []]);
  });

  it('asks nobody for the same answer while it is told what is waited for, second by second', async () => {
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

  it('tells what is waited for also where VS Code shows the progress later', async () => {
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

describe('A secret in a question outside of the chat', () => {
  const withKey = { prompt: `Use ${KEY}`, typed: '' };

  it('is masked where the person wants that, and who asked hears what was sent', async () => {
    const { askBefore, service } = askOnceStage();
    const answered = await askBefore(new Person(['Mask and Send']), withKey);
    assert.ok(!JSON.stringify(service.requests).includes(KEY));
    assert.match(answered?.sent.prompt ?? '', /^Use (?!sk-)/);
  });

  it('is told once where the person typed it, however what is sent quotes that', async () => {
    const { askBefore } = askOnceStage();
    const person = new Person(['Go Back']);
    await askBefore(person, { typed: `with ${KEY}`, prompt: `Change the code: with ${KEY}` });
    assert.match(person.seen[0] ?? '', /1 possible secret in .+ Your question, line 1: .+\n\nMasking/);
  });

  it('is sent where the person wants that, who is not asked about it again', async () => {
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

  it('is not sent when the person goes back', async () => {
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

describe('What a question outside of the chat may cost', () => {
  it('is asked about above the limit, and nothing is sent when the person goes back', async () => {
    const { askBefore, service } = askOnceStage({ cost: costs(0.4, 1.2, 2.1) });
    const person = new Person(['Go Back']);
    assert.equal(await askBefore(person), undefined);
    assert.match(person.seen[0] ?? '', /^modal: This question will probably cost up to ¥1\.20\. Send it\?/);
    assert.equal(service.requests.length, 0);
  });

  it('is asked about before anything is sent, and then it is sent', async () => {
    const { askBefore, service } = askOnceStage({ cost: costs(0.4, 1.2, 2.1) });
    const person = new Person(['Send (about ¥1.20, at most ¥2.10)']);
    assert.equal((await askBefore(person))?.answer.text, 'shorter');
    assert.equal(service.requests.length, 1);
    assert.equal(person.seen[1], PROGRESS);
  });

  it('is asked about once a price is known that was not', async () => {
    const { askBefore, costsNow, service } = askOnceStage({
      scripts: [[() => costsNow(costs(0.4, 1.2, 2.1)), fails('price-unknown', 'no price')]],
      cost: 'unknown',
    });
    const person = new Person(['Enter Price...', 'Go Back']);
    assert.equal(await askBefore(person), undefined);
    assert.match(person.seen.at(-1) ?? '', /^modal: This question will probably cost/);
    assert.equal(service.requests.length, 1);
  });

  it('is not asked about once more by whoever has just agreed to an amount', async () => {
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
