import assert from 'node:assert/strict';
import type { AnswerKey, KeyedRequest } from '../../../src/core/cache/answerStore.ts';
import type { CacheSettings } from '../../../src/core/cache/cacheSettings.ts';
import { MemoryAnswers } from '../../../src/core/cache/memory.ts';
import { withMemory } from '../../../src/core/cache/withMemory.ts';
import type { ChatEvent, ChatRequest, Origin } from '../../../src/core/chat.ts';
import { exampleRequest } from '../../support/exampleRequest.ts';
import { readEvents, ScriptedBackend } from '../../support/scriptedBackend.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { exampleAnswer, exampleSettings } from './keptExample.ts';

const HOUR_MS = 3_600_000;
const ANSWER: readonly ChatEvent[] = [
  { type: 'attempt', number: 1, endpoint: 'example', model: 'ernie-test' },
  { type: 'text', text: 'new' },
  { type: 'done', finish: 'stop' },
];

describe('withMemory', () => {
  let clock: VirtualClock;
  let memory: MemoryAnswers;
  let inner: ScriptedBackend<KeyedRequest>;
  let settings: CacheSettings;
  let key: AnswerKey | undefined;
  let keyed: ChatRequest[];
  let answered: { readonly request: ChatRequest; readonly origin: Origin }[];

  beforeEach(() => {
    clock = new VirtualClock(exampleAnswer().answeredAtMs);
    memory = new MemoryAnswers(() => 10);
    inner = new ScriptedBackend(ANSWER);
    settings = exampleSettings({ ttlHours: 10 });
    key = 'a';
    keyed = [];
    answered = [];
    memory.set('a', exampleAnswer());
  });

  function ask(changes: Partial<ChatRequest> = {}, signal = new AbortController().signal): AsyncIterable<ChatEvent> {
    const backend = withMemory(inner.backend, {
      memory,
      keyOf: request => {
        keyed.push(request);
        return key;
      },
      settings: () => settings,
      clock,
      onAnswered: (request, origin) => answered.push({ request, origin }),
    });
    return backend(exampleRequest(changes), signal);
  }

  const origin = (): Origin => ({
    level: 'memory',
    answeredAtMs: exampleAnswer().answeredAtMs,
    savedNanoYuan: exampleAnswer().amountNanoYuan,
  });

  it('returns a cached answer, and reports what that saves', async () => {
    const { content, usage } = exampleAnswer();
    const done: ChatEvent = { type: 'done', finish: 'stop', usage, origin: origin() };
    assert.deepEqual(await readEvents(ask()), [...content, done]);
    assert.deepEqual(inner.requests, []);
  });

  it('reports the answer once, before the last event', async () => {
    for await (const event of ask()) {
      assert.deepEqual(answered, event.type === 'done' ? [{ request: exampleRequest(), origin: origin() }] : []);
    }
    assert.equal(answered.length, 1);
  });

  it('reports no saved amount when the price was unknown', async () => {
    const { amountNanoYuan: _, ...unpriced } = exampleAnswer();
    memory.set('a', unpriced);
    await readEvents(ask());
    assert.deepEqual(answered[0]?.origin, { ...origin(), savedNanoYuan: undefined });
  });

  it('passes other requests on with their key', async () => {
    key = 'b';
    assert.deepEqual(await readEvents(ask()), ANSWER);
    assert.deepEqual(inner.requests, [{ ...exampleRequest(), key: 'b' }]);
    assert.deepEqual(answered, []);
  });

  it('passes on requests without a key', async () => {
    key = undefined;
    assert.deepEqual(await readEvents(ask()), ANSWER);
    assert.deepEqual(inner.requests, [exampleRequest()]);
  });

  it('computes the key once', async () => {
    key = 'b';
    await readEvents(ask());
    assert.deepEqual(keyed, [exampleRequest()]);
  });

  it('passes everything on without a key while the cache is off', async () => {
    settings = exampleSettings({ enabled: false });
    assert.deepEqual(await readEvents(ask()), ANSWER);
    assert.deepEqual(inner.requests, [exampleRequest()]);
    assert.deepEqual(keyed, []);
  });

  it('reads the settings for each request', async () => {
    settings = exampleSettings({ enabled: false });
    const asked = ask();
    settings = exampleSettings();
    await readEvents(asked);
    assert.equal(answered.length, 1);
  });

  it('passes a fresh request on, and keeps the cached answer for others', async () => {
    assert.deepEqual(await readEvents(ask({ fresh: true })), ANSWER);
    assert.deepEqual(inner.requests, [{ ...exampleRequest({ fresh: true }), key: 'a' }]);
    assert.ok(memory.get('a'));
  });

  it('deletes an answer that is too old', async () => {
    await clock.advance(10 * HOUR_MS + 1);
    assert.deepEqual(await readEvents(ask()), ANSWER);
    assert.equal(memory.get('a'), undefined);
  });

  it('keeps a stale answer for the refresh', async () => {
    settings = exampleSettings({ ttlHours: 10, staleWhileRevalidate: true });
    await clock.advance(10 * HOUR_MS + 1);
    assert.deepEqual(await readEvents(ask()), ANSWER);
    assert.ok(memory.get('a'));
  });

  it('uses the lifetime of the feature', async () => {
    settings = exampleSettings({ ttlHours: 10, featureTtlHours: { explain: 20 } });
    await clock.advance(15 * HOUR_MS);
    assert.notDeepEqual(await readEvents(ask({ feature: 'explain' })), ANSWER);
  });

  it('does nothing before it is read', () => {
    ask();
    assert.deepEqual(keyed, []);
  });

  it('does nothing for an aborted signal', async () => {
    const left = new Error('left');
    await assert.rejects(readEvents(ask({}, AbortSignal.abort(left))), left);
    assert.deepEqual(keyed, []);
    assert.deepEqual(inner.requests, []);
  });

  it('yields nothing more after an abort, and does not count it as answered', async () => {
    const left = new Error('left');
    const controller = new AbortController();
    const events: ChatEvent[] = [];
    await assert.rejects(async () => {
      for await (const event of ask({}, controller.signal)) {
        events.push(event);
        controller.abort(left);
      }
    }, left);
    assert.deepEqual(events, exampleAnswer().content.slice(0, 1));
    assert.deepEqual(answered, []);
  });

  it('ends the inner request when its caller stops reading', async () => {
    key = 'b';
    for await (const event of ask()) {
      assert.equal(inner.running, 1);
      if (event.type === 'attempt') break;
    }
    assert.equal(inner.running, 0);
  });
});
