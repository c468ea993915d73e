import assert from 'node:assert/strict';
import { WenxinError } from '../../../src/core/errors.ts';
import type { Endpoint } from '../../../src/core/chat.ts';
import { exampleRequest } from '../../support/exampleRequest.ts';
import { readEvents } from '../../support/scriptedBackend.ts';
import { answerSteps, CacheStage, USAGE } from './cacheStage.ts';
import { exampleAnswer, exampleSettings } from './keptExample.ts';

const HOUR_MS = 3_600_000;

describe('Cached answers', () => {
  it('are requested once, and then come from memory', async () => {
    const stage = new CacheStage();
    assert.deepEqual(await stage.answer(), ['neu', 'service']);
    assert.deepEqual(await stage.answer({ questionId: 'another', feature: 'explain' }), ['neu', 'memory']);
    assert.equal(stage.service.requests.length, 1);
  });

  it('have their original content, usage and cost', async () => {
    const citations = [{ index: 1, url: 'https://localhost/', title: '' }];
    const stage = new CacheStage({
      script: request => {
        request.onBooked?.({ ...BOOKING, amountNanoYuan: 7_000 });
        return [
          { type: 'attempt', number: 1, endpoint: 'example', model: 'ernie-test' },
          { type: 'reasoning', text: 'hm' },
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
          { type: 'citations', citations },
          { type: 'done', finish: 'stop', usage: USAGE },
        ];
      },
    });
    await stage.read();
    await stage.clock.advance(5_000);
    assert.deepEqual(await stage.read(), [
      { type: 'reasoning', text: 'hm' },
      { type: 'text', text: 'ab' },
      { type: 'citations', citations },
      {
        type: 'done',
        finish: 'stop',
        usage: USAGE,
        origin: { level: 'memory', answeredAtMs: stage.clock.now() - 5_000, savedNanoYuan: 7_000 },
      },
    ]);
  });

  it('are found in the workspace after a reload, and copied to memory', async () => {
    const stage = new CacheStage();
    await stage.read();
    stage.memory.clear();
    assert.deepEqual(await stage.answer(), ['neu', 'workspace']);
    assert.deepEqual(await stage.answer(), ['neu', 'memory']);
    assert.equal(stage.service.requests.length, 1);
  });

  it('of the team are copied to the workspace', async () => {
    const stage = new CacheStage();
    await stage.read();
    stage.memory.clear();
    stage.workspace.answers.clear();
    stage.team.isLate = true;
    assert.deepEqual(await stage.answer(), ['neu', 'team']);
    assert.equal(stage.workspace.answers.size, 1);
  });

  it('are counted by the level they came from', async () => {
    const stage = new CacheStage();
    await stage.read();
    await stage.read();
    stage.memory.clear();
    await stage.read();
    assert.deepEqual(
      stage.answered.map(origin => origin?.level),
      [undefined, 'memory', 'workspace'],
    );
  });

  it('are not returned for a fresh request, whose answer replaces them', async () => {
    let answers = 0;
    const stage = new CacheStage({ script: () => answerSteps(`answer ${++answers}`) });
    await stage.read();
    assert.deepEqual(await stage.answer({ fresh: true }), ['answer 2', 'service']);
    assert.deepEqual(await stage.answer(), ['answer 2', 'memory']);
    stage.memory.clear();
    assert.deepEqual(await stage.answer(), ['answer 2', 'workspace']);
  });

  it('expire by the lifetime of the feature', async () => {
    const stage = new CacheStage();
    stage.settings = exampleSettings({ ttlHours: 2, featureTtlHours: { explain: 1 } });
    await stage.read();
    await stage.clock.advance(HOUR_MS + 1);
    assert.deepEqual(await stage.answer(), ['neu', 'memory']);
    assert.deepEqual(await stage.answer({ feature: 'explain' }), ['neu', 'service']);
    await stage.clock.advance(2 * HOUR_MS + 1);
    assert.deepEqual(await stage.answer(), ['neu', 'service']);
  });

  it('are not used when the clock was set back', async () => {
    const stage = new CacheStage();
    await stage.read();
    stage.clock.setWallTime(stage.clock.now() - HOUR_MS);
    assert.deepEqual(await stage.answer(), ['neu', 'service']);
  });

  for (const [what, event] of [
    ['cut ones', { type: 'done', finish: 'length' }],
    ['filtered ones', { type: 'done', finish: 'filtered' }],
    ['flagged ones', { type: 'safety', verdict: 'warn' }],
    ['calls of tools', { type: 'toolCall', index: 0, arguments: '{}' }],
  ] as const) {
    it(`are no ${what}`, async () => {
      const stage = new CacheStage({
        script: [
          ...answerSteps('x').slice(0, 2),
          event,
          ...(event.type === 'done' ? [] : [{ type: 'done', finish: 'stop' } as const]),
        ],
      });
      await stage.read();
      await stage.read();
      assert.equal(stage.service.requests.length, 2);
      assert.equal(stage.workspace.answers.size + stage.team.answers.size, 0);
    });
  }

  it('are no incomplete ones', async () => {
    const broken = new WenxinError('truncated', 'broken');
    const stage = new CacheStage({ script: [...answerSteps('x').slice(0, 2), { type: 'throw', error: broken }] });
    await assert.rejects(stage.read(), broken);
    await assert.rejects(stage.read(), broken);
    assert.equal(stage.service.requests.length, 2);
  });

  it('belong to the model that answered', async () => {
    const stage = new CacheStage({
      script: ({ model }) => answerSteps('by the other', 'example', model === 'ernie-test' ? 'ernie-other' : model),
    });
    assert.deepEqual(await stage.answer(), ['by the other', 'service']);
    assert.deepEqual(await stage.answer(), ['by the other', 'service'], 'the model that was asked has not answered');
    assert.deepEqual(await stage.answer({ model: 'ernie-other' }), ['by the other', 'memory']);
    assert.deepEqual(stage.board.ended, [undefined, undefined], 'nor is it told to those who wait for that model');
  });

  it('belong to the kind of endpoint that answered', async () => {
    const main: Endpoint = { name: 'main', baseUrl: 'https://main.example/v2' };
    const spare: Endpoint = { name: 'spare', baseUrl: 'https://spare.example/v2' };
    const stage = new CacheStage({ script: answerSteps('x', 'spare'), endpoints: [main, spare] });
    await stage.read();
    await stage.read();
    assert.equal(stage.service.requests.length, 2);
    const turned = new CacheStage({ script: answerSteps('y', 'spare'), endpoints: [spare, main] });
    for (const [key, answer] of stage.workspace.answers) turned.workspace.put(key, answer);
    assert.deepEqual(await turned.answer(), ['x', 'workspace']);
  });

  it('are not stored when the cache was cleared during the request', async () => {
    const stage = new CacheStage({
      script: () => {
        stage.epoch++;
        return answerSteps('x');
      },
    });
    await stage.read();
    assert.equal(stage.memory.entries + stage.workspace.answers.size + stage.team.answers.size, 0);
  });

  it('are neither looked up nor stored when the cache is off', async () => {
    const stage = new CacheStage();
    stage.settings = exampleSettings({ enabled: false });
    await stage.read();
    await stage.read();
    assert.equal(stage.service.requests.length, 2);
    assert.deepEqual([stage.workspace.gets, stage.workspace.answers.size, stage.board.keys.length], [0, 0, 0]);
  });

  it('are looked up once for a thousand equal requests', async () => {
    const stage = new CacheStage();
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => stage.answer()));
    assert.ok(answers.every(([text]) => text === 'neu'));
    assert.equal(answers.filter(([, level]) => level === 'service').length, 1);
    assert.deepEqual(
      [stage.service.requests.length, stage.workspace.gets],
      [1, 2],
      'before and after the lead was taken',
    );
  });
});

describe('The flight board', () => {
  it('provides an answer that another window got', async () => {
    const stage = new CacheStage();
    stage.board.next.push({ type: 'answer', answer: exampleAnswer({ answeredAtMs: stage.clock.now() }) });
    const events = await stage.read();
    assert.deepEqual(events[0], { type: 'waiting', why: 'flight' });
    assert.equal(stage.answered[0]?.level, 'joined');
    assert.deepEqual(await stage.answer(), ['你好', 'memory']);
    assert.deepEqual([stage.service.requests.length, stage.workspace.answers.size, stage.team.answers.size], [0, 1, 0]);
  });

  it('provides a failure of the service that another window got', async () => {
    const stage = new CacheStage();
    const error = new WenxinError('busy', 'busy');
    stage.board.next.push({ type: 'failure', error });
    await assert.rejects(stage.read(), error);
    assert.equal(stage.service.requests.length, 0);
  });

  it('is skipped when it is unavailable', async () => {
    const stage = new CacheStage();
    stage.board.next.push(undefined);
    assert.deepEqual(await stage.answer(), ['neu', 'service']);
    assert.deepEqual(stage.workspace.gets, 1, 'nobody can have kept anything meanwhile');
  });

  it('receives the result of the lead: the answer, or the failure of the service', async () => {
    const stage = new CacheStage({
      script: ({ messages }) =>
        messages.length === 1 ? answerSteps('x') : [{ type: 'throw', error: new WenxinError('quota', 'empty') }],
    });
    await stage.read();
    const messages = [...exampleRequest().messages, { role: 'user', content: 'more' } as const];
    await assert.rejects(stage.read({ messages }));
    assert.deepEqual(
      stage.board.ended.map(landing => landing?.type),
      ['answer', 'failure'],
    );
  });

  for (const kind of ['budget', 'no-credentials', 'offline', 'storage'] as const) {
    it(`does not hear of ${kind}, which is about this window alone`, async () => {
      const stage = new CacheStage({ script: [{ type: 'throw', error: new WenxinError(kind, kind) }] });
      await assert.rejects(stage.read());
      assert.deepEqual(stage.board.ended, [undefined]);
    });
  }

  it('receives no result when this window cancels', async () => {
    const stage = new CacheStage({ script: [...answerSteps('x').slice(0, 2), { type: 'hang' }] });
    const abort = new AbortController();
    const reading = readEvents(stage.ask(exampleRequest(), abort.signal));
    await stage.clock.advance(0);
    abort.abort(new Error('stopped'));
    await assert.rejects(reading, /stopped/);
    await stage.clock.advance(0);
    assert.deepEqual([stage.board.ended, stage.service.running], [[undefined], 0]);
  });

  it('receives an answer that was cached while this window took the lead', async () => {
    const stage = new CacheStage();
    const first = stage.workspace.get.bind(stage.workspace);
    const answer = exampleAnswer({ answeredAtMs: stage.clock.now() });
    stage.workspace.get = key => {
      const found = first(key);
      stage.workspace.put(key, answer);
      return found;
    };
    assert.deepEqual(await stage.answer(), ['你好', 'workspace']);
    assert.deepEqual([stage.service.requests.length, stage.board.ended], [0, [{ type: 'answer', answer }]]);
  });

  it('has a separate flight for fresh requests', async () => {
    const stage = new CacheStage();
    await stage.read();
    await stage.read({ fresh: true });
    const [kept = '', fresh] = stage.board.keys;
    assert.equal(fresh, `${kept}#fresh`);
  });
});

const BOOKING = {
  questionId: 'question-1',
  model: 'ernie-test',
  endpoint: 'example',
  usage: USAGE,
  source: 'usage',
  outcome: 'ok',
  totalMs: 1,
} as const;
