import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Booking, ChatEvent, ChatRequest } from '../../src/core/chat.ts';
import { WenxinError } from '../../src/core/errors.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { askOnce, type OneQuestionSettings } from '../../src/host/asking/askOnce.ts';
import type { OneAnswer, OneQuestion } from '../../src/host/asking/oneQuestion.ts';
import { CostCheck } from '../../src/host/chat/costCheck.ts';
import { SecretCheck } from '../../src/host/chat/secretCheck.ts';
import type { Expectation } from '../../src/host/spend/expectation.ts';
import { COMMANDS } from '../../src/host/ids.ts';
import { madeUp } from '../support/madeUpSecret.ts';
import { ScriptedBackend, type Step } from '../support/scriptedBackend.ts';
import { VirtualClock } from '../support/virtualClock.ts';
import { costs, expectation } from './expectations.ts';
import { whileChinese } from './inChinese.ts';
import { IGNORE, LEAVE, Person } from './person.ts';
import { replaced } from './replaced.ts';

const QUESTION: OneQuestion = {
  feature: 'edit',
  title: 'Editing cart.ts',
  system: 'You change code.',
  typed: 'make it shorter',
  prompt: 'Change the code: make it shorter',
  attachments: [{ id: 'a', path: 'cart.ts', languageId: 'typescript', startLine: 3, endLine: 3, text: 'let a = 1;' }],
  maxOutputTokens: 500,
};

const SETTINGS: OneQuestionSettings = {
  model: 'ernie-5.1',
  maxOutputTokens: 4_096,
  modelOutputTokens: 65_536,
  modelContextTokens: 131_072,
  isThinking: false,
  temperature: undefined,
};

const KEY = `sk-${madeUp('letters', 48)}`;
const PROGRESS = 'progress (cancellable): Editing cart.ts';
const DONE: ChatEvent = { type: 'done', finish: 'stop' };
const HANGS: Step = { type: 'hang' };
const text = (part: string): ChatEvent => ({ type: 'text', text: part });
const fails = (...given: ConstructorParameters<typeof WenxinError>): Step => ({
  type: 'throw',
  error: new WenxinError(...given),
});

type Script = readonly (Step | ((request: ChatRequest) => void))[];

/** A way to ask whose service plays one script after another. */
function stage({
  scripts = [[text('shorter'), DONE]],
  cost = 'free',
}: { readonly scripts?: readonly Script[]; readonly cost?: Expectation['cost'] } = {}) {
  const clock = new VirtualClock();
  const left = [...scripts];
  const service = new ScriptedBackend<ChatRequest>(request => {
    const script = left.shift() ?? assert.fail('asked once more');
    return script.flatMap(step => (typeof step === 'function' ? (step(request), []) : step));
  });
  let settings = SETTINGS;
  let expected = cost;
  const allowed: string[] = [];
  const ask = askOnce({
    backend: service.backend,
    settings: () => settings,
    workspace: 'demo',
    secretCheck: new SecretCheck(),
    costCheck: new CostCheck(
      () => expectation({ cost: expected }),
      () => 1e9,
    ),
    allowHost: host => Promise.resolve(allowed.push(host) > 0),
    enterPrice: () => Promise.resolve(true),
    clock,
    logger: silentLogger,
  });
  const heard: string[] = [];
  const onText = (soFar: string): void => void heard.push(soFar);
  return {
    ask: (change: Partial<OneQuestion> = {}, signal?: AbortSignal) =>
      ask({ ...QUESTION, ...change }, { onText, ...(signal && { signal }) }),
    /** Asks while the person is there, who may do something when it is under way. */
    askBefore: async (person: Person, change: Partial<OneQuestion> = {}, meanwhile?: () => Promise<void> | void) => {
      let answered: OneAnswer | undefined;
      await person.during(async () => {
        const asking = ask({ ...QUESTION, ...change }, { onText });
        await clock.advance(0);
        await meanwhile?.();
        answered = await asking;
      });
      return answered;
    },
    service,
    clock,
    heard,
    allowed,
    set: (change: Partial<OneQuestionSettings>) => (settings = { ...settings, ...change }),
    costsNow: (now: Expectation['cost']) => (expected = now),
  };
}

const slow = (does: (by: 'wait' | 'again') => void) => (request: ChatRequest) =>
  request.onSlow?.({
    seconds: 60,
    keepWaiting: () => does('wait'),
    sendAgain: () => does('again'),
    giveUp: () => assert.fail('it is not given up'),
  });

const booked =
  (outcome: Booking['outcome']) =>
  ({ questionId, model, onBooked }: ChatRequest): void =>
    onBooked?.({
      questionId,
      model,
      endpoint: 'test',
      usage: { inputTokens: 10, cachedInputTokens: 0, outputTokens: 5, reasoningTokens: 0 },
      source: 'usage',
      amountNanoYuan: 1_230_000,
      outcome,
      totalMs: 1,
    });

describe('A question outside of the chat', () => {
  it('is asked as it is meant, and its answer is heard while it comes', async () => {
    const { askBefore, service, heard } = stage({ scripts: [[text('short'), text('er'), DONE]] });
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
    const { ask, service, set } = stage();
    set({ isThinking: true });
    await new Person([]).during(async () => {
      await ask();
    });
    assert.equal(service.requests[0]?.maxOutputTokens, 4_096);
  });

  it('is not sent when it is called off before', async () => {
    const { ask, service } = stage();
    const person = new Person([]);
    await person.during(async () => assert.equal(await ask({ prompt: KEY }, AbortSignal.abort()), undefined));
    assert.deepEqual([person.seen, service.requests], [[], []]);
  });

  it('asks nobody for the same answer while it is told what is waited for, second by second', async () => {
    const { askBefore, clock } = stage({
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
    const { ask, clock } = stage({ scripts: [[{ type: 'waiting', why: 'flight' }, HANGS]] });
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
    const { askBefore, service } = stage();
    const answered = await askBefore(new Person(['Mask and Send']), withKey);
    assert.ok(!JSON.stringify(service.requests).includes(KEY));
    assert.match(answered?.sent.prompt ?? '', /^Use (?!sk-)/);
  });

  it('is told once where the person typed it, however what is sent quotes that', async () => {
    const { askBefore } = stage();
    const person = new Person(['Go Back']);
    await askBefore(person, { typed: `with ${KEY}`, prompt: `Change the code: with ${KEY}` });
    assert.match(person.seen[0] ?? '', /1 possible secret in .+ Your question, line 1: .+\n\nMasking/);
  });

  it('is sent where the person wants that, who is not asked about it again', async () => {
    const { askBefore, service } = stage({
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
    const { askBefore, service } = stage();
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
    const { askBefore, service } = stage({ cost: costs(0.4, 1.2, 2.1) });
    const person = new Person(['Go Back']);
    assert.equal(await askBefore(person), undefined);
    assert.match(person.seen[0] ?? '', /^modal: This question will probably cost up to ¥1\.20\. Send it\?/);
    assert.equal(service.requests.length, 0);
  });

  it('is asked about before anything is sent, and then it is sent', async () => {
    const { askBefore, service } = stage({ cost: costs(0.4, 1.2, 2.1) });
    const person = new Person(['Send (about ¥1.20, at most ¥2.10)']);
    assert.equal((await askBefore(person))?.answer.text, 'shorter');
    assert.equal(service.requests.length, 1);
    assert.equal(person.seen[1], PROGRESS);
  });

  it('is asked about once a price is known that was not', async () => {
    const { askBefore, costsNow, service } = stage({
      scripts: [[() => costsNow(costs(0.4, 1.2, 2.1)), fails('price-unknown', 'no price')]],
      cost: 'unknown',
    });
    const person = new Person(['Enter Price...', 'Go Back']);
    assert.equal(await askBefore(person), undefined);
    assert.match(person.seen.at(-1) ?? '', /^modal: This question will probably cost/);
    assert.equal(service.requests.length, 1);
  });

  it('is not asked about once more by whoever has just agreed to an amount', async () => {
    const { askBefore, costsNow, service } = stage({
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

describe('A question outside of the chat that is stopped', () => {
  it('is ended where its progress is shown, and its request with it', async () => {
    const { askBefore, service } = stage({ scripts: [[text('short'), HANGS]] });
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

  it('is ended by whoever asked it', async () => {
    const { ask, service, clock } = stage({ scripts: [[text('short'), HANGS]] });
    const calledOff = new AbortController();
    await new Person([]).during(async () => {
      const asking = ask({}, calledOff.signal);
      await clock.advance(0);
      calledOff.abort();
      assert.equal(await asking, undefined);
    });
    assert.equal(service.running, 0);
  });

  it('is over for whoever asked it also while its failure is told', async () => {
    const { ask, service, clock } = stage({ scripts: [[fails('busy', 'busy')]] });
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

describe('A slow answer outside of the chat', () => {
  const SLOW =
    'warning: No answer for 60 s. The service may still be working; sending again may be charged again. [Keep Waiting] [Stop] [Send Again]';

  for (const [button, done] of [
    ['Keep Waiting', 'wait'],
    ['Send Again', 'again'],
  ] as const) {
    it(`is asked about, once: “${button}”`, async () => {
      const decided: string[] = [];
      const { askBefore } = stage({ scripts: [[slow(by => decided.push(by)), HANGS]] });
      const person = new Person([button]);
      await askBefore(person, {}, () => person.cancelProgress());
      assert.deepEqual(decided, [done]);
      assert.deepEqual(person.seen, [PROGRESS, SLOW]);
    });
  }

  it('is stopped where the person wants that', async () => {
    const { askBefore, service } = stage({ scripts: [[slow(() => assert.fail('nobody said so')), HANGS]] });
    assert.equal(await askBefore(new Person(['Stop'])), undefined);
    assert.equal(service.running, 0);
  });

  it('is not asked about twice at a time, and again when it is slow again', async () => {
    const { askBefore, clock, service } = stage({ scripts: [[HANGS]] });
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

describe('A failure outside of the chat', () => {
  it('is told with whether it was charged, and asked again on a click', async () => {
    const { askBefore, service, heard } = stage({
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

  it('gives nothing when the person leaves it', async () => {
    const { askBefore, service } = stage({ scripts: [[fails('busy', 'busy')]] });
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
      const { askBefore, service } = stage({
        scripts: [[fails(kind, 'told', details)], [fails('busy', 'busy')], [text('a'), DONE]],
      });
      await askBefore(new Person([button, 'Retry']));
      assert.deepEqual(
        service.requests.map(each => each.consent),
        [undefined, consent, undefined],
      );
    });
  }

  it('is told again after something was done about it that asks nothing: the question is kept', async () => {
    const { askBefore, service } = stage({
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

  it('of a key that was given for another host asks about that, and then again', async () => {
    const { askBefore, allowed } = stage({
      scripts: [[fails('no-credentials', 'other', { code: 'other_host', host: 'relay.example' })], [text('a'), DONE]],
    });
    assert.equal((await askBefore(new Person(['Send to relay.example...'])))?.answer.text, 'a');
    assert.deepEqual(allowed, ['relay.example']);
  });

  it('of a question that is too long is told before anything is sent, with what can be done here', async () => {
    const { askBefore, service, set } = stage();
    set({ modelContextTokens: 10 });
    const person = new Person([LEAVE]);
    await askBefore(person);
    assert.match(
      person.seen.at(-1) ?? '',
      /more than ernie-5\.1 takes \(10\)\. Nothing was sent\. Take a smaller part, or choose a model with a larger context window\. \[Select Model\.\.\.\] \[Retry\]$/,
    );
    assert.equal(service.requests.length, 0);
  });

  it('that only another question helps with waits for nobody', async () => {
    const { askBefore } = stage({ scripts: [[fails('unsafe', 'refused')]] });
    const person = new Person([]);
    assert.equal(await askBefore(person), undefined);
    assert.match(person.seen.at(-1) ?? '', /^error: The service's safety rules refused this question\./);
  });

  it('is told in Chinese too', async () => {
    const { askBefore } = stage({ scripts: [[fails('truncated', 'broke')]] });
    const person = new Person([LEAVE]);
    await whileChinese(async () => {
      await askBefore(person);
    });
    assert.equal(person.seen.at(-1), 'error: 连接已中断。本次未计费。 [重试]');
  });
});

describe('An answer outside of the chat with nothing in it', () => {
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
      'The safety rules of the service cut this answer. Nothing was charged.',
    ],
    [
      'that was taken back',
      [text('bad'), { type: 'safety', verdict: 'withdraw' }, DONE],
      'The safety rules of the service took this answer back. Word the question differently. Nothing was charged.',
    ],
  ] as const satisfies readonly (readonly [string, Script, string])[]) {
    it(`is told, where it is one ${what}`, async () => {
      const { askBefore } = stage({ scripts: [script] });
      const person = new Person([]);
      assert.equal(await askBefore(person), undefined);
      assert.deepEqual(person.seen, [PROGRESS, `warning: ${message}`]);
    });
  }

  it('is taken back from whoever heard of it', async () => {
    const { askBefore, heard } = stage({ scripts: [[text('bad'), { type: 'safety', verdict: 'withdraw' }, DONE]] });
    await askBefore(new Person([]));
    assert.deepEqual(heard, ['bad', '']);
  });

  it('is not one that was cut: who asked sees that', async () => {
    const { askBefore } = stage({ scripts: [[text('sho'), { type: 'done', finish: 'length' }]] });
    assert.equal((await askBefore(new Person([])))?.answer.finish, 'length');
  });
});
