import assert from 'node:assert/strict';
import { AnswerKeys } from '../../../src/core/cache/answerKey.ts';
import type { KeptAnswer } from '../../../src/core/cache/keptAnswer.ts';
import { KeptLookup } from '../../../src/core/cache/keptLookup.ts';
import { MemoryAnswers } from '../../../src/core/cache/memory.ts';
import { exampleEndpoint, exampleRequest } from '../../support/exampleRequest.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { exampleAnswer, exampleSettings } from './keptExample.ts';

const HOUR_MS = 3_600_000;

describe('KeptLookup', () => {
  let clock: VirtualClock;
  let settings: ReturnType<typeof exampleSettings>;
  let place: Map<string, KeptAnswer>;

  beforeEach(() => {
    clock = new VirtualClock(exampleAnswer().answeredAtMs);
    settings = exampleSettings({ ttlHours: 10 });
    place = new Map();
  });

  function lookup(endpoints = [exampleEndpoint]): KeptLookup {
    return new KeptLookup({
      settings: () => settings,
      places: [{ peek: () => undefined }, { peek: key => Promise.resolve(place.get(key)) }],
      endpoints: () => endpoints,
      account: () => 'mine',
      clock,
    });
  }

  it('uses the same keys as the cache', () => {
    const key = new AnswerKeys(() => 'mine').of(exampleRequest(), exampleEndpoint, 'ernie-test');
    assert.ok(key !== undefined);
    assert.equal(lookup().keyOf(exampleRequest()), key);
  });

  it('has no key when the cache is off, there is no endpoint, or a fresh answer is wanted', () => {
    assert.equal(lookup([]).keyOf(exampleRequest()), undefined);
    assert.equal(lookup().keyOf(exampleRequest({ fresh: true })), undefined);
    settings = exampleSettings({ enabled: false });
    assert.equal(lookup().keyOf(exampleRequest()), undefined);
  });

  it('finds an answer at any level', async () => {
    place.set('a', exampleAnswer());
    assert.equal(await lookup().isKept('a', exampleRequest()), true);
    assert.equal(await lookup().isKept('b', exampleRequest()), false);
  });

  it('ignores an answer that is too old', async () => {
    place.set('a', exampleAnswer());
    await clock.advance(11 * HOUR_MS);
    assert.equal(await lookup().isKept('a', exampleRequest()), false);
    settings = exampleSettings({ ttlHours: 10, staleWhileRevalidate: true });
    assert.equal(await lookup().isKept('a', exampleRequest()), true);
  });

  it('does not affect eviction when it peeks into memory', () => {
    const memory = new MemoryAnswers(() => 2);
    memory.set('old', exampleAnswer());
    memory.set('new', exampleAnswer());
    assert.ok(memory.peek('old'));
    memory.set('newest', exampleAnswer());
    assert.equal(memory.peek('old'), undefined);
  });
});
