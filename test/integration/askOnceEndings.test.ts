import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ChatRequest } from '../../src/core/chat.ts';
import { COMMANDS } from '../../src/host/ids.ts';
import { madeUp } from '../support/madeUpSecret.ts';
import { askOnceStage, booked, DONE, fails, HANGS, PROGRESS, type Script, text } from './askOnceStage.ts';
import { costs } from './expectations.ts';
import { whileChinese } from './inChinese.ts';
import { IGNORE, LEAVE, Person } from './person.ts';
import { replaced } from './replaced.ts';

const slow = (does: (by: 'wait' | 'again') => void) => (request: ChatRequest) =>
  request.onSlow?.({
    seconds: 60,
    keepWaiting: () => does('wait'),
    sendAgain: () => does('again'),
    giveUp: () => assert.fail('it is not given up'),
  });

describe('Stopping a question outside the chat', () => {
  it('ends the request when the user cancels the progress', async () => {
    const { askBefore, service } = askOnceStage({ scripts: [[text('short'), HANGS]] });
    const person = new Person([]);
    assert.equal(
      await askBefore(person, {}, () => {
        assert.equal(service.running, 1);
        person.cancelProgress();
      }),
      undefined,
    );
    assert.equal(service.running, 0);
    assert.deepEqual(person.seen, [PROGRESS]);
  });

  it('ends the request when the caller aborts', async () => {
    const { ask, service, clock } = askOnceStage({ scripts: [[text('short'), HANGS]] });
    const calledOff = new AbortController();
    await new Person([]).during(async () => {
      const asking = ask({}, calledOff.signal);
      await clock.advance(0);
      calledOff.abort();
      assert.equal(await asking, undefined);
    });
    assert.equal(service.running, 0);
  });

  it('shows no further dialog after the caller aborts during one', async () => {
    const calledOff = new AbortController();
    const shown: string[] = [];
    const answer = async (message: string, _options: unknown, ...buttons: readonly vscode.MessageItem[]) => {
      shown.push(message);
      calledOff.abort();
      return buttons[0];
    };
    const { ask, service } = askOnceStage({ cost: costs(0.4, 1.2, 2.1) });
    const reads = answer as unknown as typeof vscode.window.showWarningMessage;
    await replaced(vscode.window, 'showWarningMessage', reads, async () => {
      assert.equal(await ask({ prompt: `Use sk-${madeUp('letters', 48)}` }, calledOff.signal), undefined);
    });
    assert.equal(shown.length, 1, shown.join('\n'));
    assert.equal(service.requests.length, 0);
  });

  it('returns to the caller even while a failure is shown', async () => {
    const { ask, service, clock } = askOnceStage({ scripts: [[fails('busy', 'busy')]] });
    const calledOff = new AbortController();
    await new Person([IGNORE]).during(async () => {
      const asking = ask({}, calledOff.signal);
      await clock.advance(0);
      calledOff.abort();
      assert.equal(await asking, undefined);
    });
    assert.equal(service.requests.length, 1);
  });
});

describe('A slow answer outside the chat', () => {
  const SLOW =
    'warning: No answer for 60 s. The service may still be working; sending again may be charged again. [Keep Waiting] [Stop] [Send Again]';

  for (const [button, done] of [
    ['Keep Waiting', 'wait'],
    ['Send Again', 'again'],
  ] as const) {
    it(`is asked about, once: “${button}”`, async () => {
      const decided: string[] = [];
      const { askBefore } = askOnceStage({ scripts: [[slow(by => decided.push(by)), HANGS]] });
      const person = new Person([button]);
      await askBefore(person, {}, () => person.cancelProgress());
      assert.deepEqual(decided, [done]);
      assert.deepEqual(person.seen, [PROGRESS, SLOW]);
    });
  }

  it('is stopped when the user chooses Stop', async () => {
    const { askBefore, service } = askOnceStage({ scripts: [[slow(() => assert.fail('nobody said so')), HANGS]] });
    assert.equal(await askBefore(new Person(['Stop'])), undefined);
    assert.equal(service.running, 0);
  });

  it('causes one warning at a time, and a new one when it is slow again', async () => {
    const { askBefore, clock, service } = askOnceStage({ scripts: [[HANGS]] });
    const person = new Person(['Keep Waiting', IGNORE]);
    await askBefore(person, {}, async () => {
      const [request] = service.requests;
      for (let time = 0; time < 3; time++) {
        slow(() => undefined)(request ?? assert.fail('nothing was asked'));
        await clock.advance(0);
      }
      person.cancelProgress();
    });
    assert.deepEqual(person.seen, [PROGRESS, SLOW, SLOW]);
  });
});

describe('A failure outside the chat', () => {
  it('is shown with its charge, and a click asks the question again', async () => {
    const { askBefore, service, heard } = askOnceStage({
      scripts: [
        [text('sho'), booked('failed'), fails('truncated', 'broke')],
        [text('shorter'), DONE],
      ],
    });
    const person = new Person(['Retry']);
    assert.equal((await askBefore(person))?.answer.text, 'shorter');
    assert.deepEqual(person.seen, [
      PROGRESS,
      'error: The connection broke. It is counted as ¥0.0012. [Retry]',
      PROGRESS,
    ]);
    assert.equal(service.requests.length, 2);
    assert.notEqual(service.requests[0]?.questionId, service.requests[1]?.questionId);
    assert.deepEqual(heard, ['sho', '', 'shorter']);
  });

  it('returns no answer when the user closes it', async () => {
    const { askBefore, service } = askOnceStage({ scripts: [[fails('busy', 'busy')]] });
    assert.equal(await askBefore(new Person([LEAVE])), undefined);
    assert.equal(service.requests.length, 1);
  });

  for (const [button, consent, kind, details = {}] of [
    ['Try Now', { probe: true }, 'circuit', { endpoint: 'public', failures: 5 }],
    ['Resume and Send', { resume: true }, 'paused', { consumer: 'ask-wenxin' }],
    ['Send When Back Online', { waitForNetwork: true }, 'offline'],
    ['Use This Time', { dearerModel: true }, 'busy', { dearerModel: 'ernie-x', dearerRatio: 2 }],
    ['Send Anyway', { allowance: 'unpriced' }, 'price-unknown'],
  ] as const) {
    it(`is answered with “${button}”, which holds for one question`, async () => {
      const { askBefore, service } = askOnceStage({
        scripts: [[fails(kind, 'told', details)], [fails('busy', 'busy')], [text('a'), DONE]],
      });
      await askBefore(new Person([button, 'Retry']));
      assert.deepEqual(
        service.requests.map(each => each.consent),
        [undefined, consent, undefined],
      );
    });
  }

  it('is shown again after an action that does not ask the question again', async () => {
    const { askBefore, service } = askOnceStage({
      scripts: [[fails('no-credentials', 'none', { host: 'example.com' })], [text('a'), DONE]],
    });
    const person = new Person(['Set Credentials...', 'Retry']);
    const ran: string[] = [];
    const run = (id: string) => Promise.resolve(ran.push(id));
    await replaced(
      vscode.commands,
      'executeCommand',
      run as unknown as typeof vscode.commands.executeCommand,
      async () => {
        assert.equal((await askBefore(person))?.answer.text, 'a');
      },
    );
    assert.deepEqual(ran, [COMMANDS.setCredentials]);
    assert.equal(service.requests.length, 2);
    const told = person.seen.filter(each => each.startsWith('error'));
    assert.equal(told.length, 2);
    assert.equal(told[0], told[1]);
    assert.match(told[0] ?? '', /^error: Set a key to start asking\. The question was not sent and is kept\. \[Set/);
  });

  it('about a key for another host asks for permission and then asks the question again', async () => {
    const { askBefore, allowed } = askOnceStage({
      scripts: [[fails('no-credentials', 'other', { code: 'other_host', host: 'relay.example' })], [text('a'), DONE]],
    });
    assert.equal((await askBefore(new Person(['Send to relay.example...'])))?.answer.text, 'a');
    assert.deepEqual(allowed, ['relay.example']);
  });

  it('about a question that is too long is shown before anything is sent', async () => {
    const { askBefore, service, set } = askOnceStage();
    set({ modelContextTokens: 10 });
    const person = new Person([LEAVE]);
    await askBefore(person);
    assert.match(
      person.seen.at(-1) ?? '',
      /more than ernie-5\.1 takes \(10\)\. Nothing was sent\. Take a smaller part, or choose a model with a larger context window\. \[Select Model\.\.\.\] \[Retry\]$/,
    );
    assert.equal(service.requests.length, 0);
  });

  it('does not wait for the user when only another question would help', async () => {
    const { askBefore } = askOnceStage({ scripts: [[fails('unsafe', 'refused')]] });
    const person = new Person([]);
    assert.equal(await askBefore(person), undefined);
    assert.match(person.seen.at(-1) ?? '', /^error: The service refused this question under its safety rules\./);
  });

  it('is shown in Chinese', async () => {
    const { askBefore } = askOnceStage({ scripts: [[fails('truncated', 'broke')]] });
    const person = new Person([LEAVE]);
    await whileChinese(async () => {
      await askBefore(person);
    });
    assert.equal(person.seen.at(-1), 'error: 连接已中断。本次未计费。 [重试]');
  });
});

describe('An empty answer outside the chat', () => {
  for (const [what, script, message] of [
    ['that is blank', [text(' \n'), DONE], 'The model gave no answer. Nothing was charged.'],
    [
      'that used up its tokens before it began',
      [{ type: 'reasoning', text: 'hm' }, booked('ok'), { type: 'done', finish: 'length' }],
      'ernie-5.1 reached its output limit before the answer began. Choose another model, or raise the setting wenxin.maxOutputTokens. It is counted as ¥0.0012.',
    ],
    [
      'that was filtered',
      [{ type: 'done', finish: 'filtered' }],
      'The service cut this answer under its safety rules. Nothing was charged.',
    ],
    [
      'that was taken back',
      [text('bad'), { type: 'safety', verdict: 'withdraw' }, DONE],
      'The service withdrew this answer under its safety rules. Rephrase the question. Nothing was charged.',
    ],
  ] as const satisfies readonly (readonly [string, Script, string])[]) {
    it(`is told, where it is one ${what}`, async () => {
      const { askBefore } = askOnceStage({ scripts: [script] });
      const person = new Person([]);
      assert.equal(await askBefore(person), undefined);
      assert.deepEqual(person.seen, [PROGRESS, `warning: ${message}`]);
    });
  }

  it('clears the text that the caller already received', async () => {
    const { askBefore, heard } = askOnceStage({
      scripts: [[text('bad'), { type: 'safety', verdict: 'withdraw' }, DONE]],
    });
    await askBefore(new Person([]));
    assert.deepEqual(heard, ['bad', '']);
  });

  it('does not include a cut answer, which is returned with its finish reason', async () => {
    const { askBefore } = askOnceStage({ scripts: [[text('sho'), { type: 'done', finish: 'length' }]] });
    assert.equal((await askBefore(new Person([])))?.answer.finish, 'length');
  });
});
