import assert from 'node:assert/strict';
import { WenxinError } from '../../../src/core/errors.ts';
import type { FresherAnswer } from '../../../src/core/chat.ts';
import { answerSteps, CacheStage } from './cacheStage.ts';
import { exampleSettings } from './keptExample.ts';

const HOUR_MS = 3_600_000;

describe('A stale answer', () => {
  let stage: CacheStage;
  let text: string;
  let heard: (FresherAnswer | undefined)[];

  /** Sends the request that was answered with `old` two hours ago. */
  async function ask(): Promise<[text: string, level: string]> {
    return stage.answer({ onFresher: fresher => heard.push(fresher) });
  }

  beforeEach(async () => {
    text = 'old';
    heard = [];
    stage = new CacheStage({ script: () => answerSteps(text) });
    stage.settings = exampleSettings({ ttlHours: 1, staleWhileRevalidate: true });
    await stage.read();
    await stage.clock.advance(2 * HOUR_MS);
  });

  it('is returned immediately while a newer one is fetched in the background and then offered', async () => {
    text = 'new';
    const consent = { waitForNetwork: true } as const;
    const events = await stage.read({ onFresher: fresher => heard.push(fresher), onSettle: () => undefined, consent });
    const done = events.at(-1);
    assert.deepEqual(done?.type === 'done' && [done.origin?.level, done.origin?.isStale], ['workspace', true]);
    assert.deepEqual(heard, [{ reasoning: '', text: 'new', citations: [], booking: undefined }]);
    const sent = stage.service.requests.at(-1);
    assert.deepEqual([sent?.cause, sent?.fresh, sent?.consent], ['refresh', true, undefined]);
    // A refresh belongs to no batch item.
    assert.equal(sent?.onSettle, undefined);
    assert.deepEqual(await ask(), ['new', 'memory']);
    assert.equal(stage.service.requests.length, 2);
  });

  it('becomes fresh without an offer when the new answer is the same', async () => {
    assert.deepEqual(await ask(), ['old', 'workspace']);
    assert.deepEqual(heard, [undefined]);
    assert.deepEqual(await ask(), ['old', 'memory']);
  });

  it('is kept, and no newer one is offered, when the refresh fails', async () => {
    stage = new CacheStage({
      script: ({ fresh }) => (fresh ? [{ type: 'throw', error: new WenxinError('busy', 'busy') }] : answerSteps('old')),
    });
    stage.settings = exampleSettings({ ttlHours: 1, staleWhileRevalidate: true });
    await stage.read();
    await stage.clock.advance(2 * HOUR_MS);
    assert.deepEqual(await ask(), ['old', 'workspace']);
    assert.deepEqual(heard, [undefined]);
  });

  it('is not refreshed again within ten minutes', async () => {
    text = '';
    await ask();
    await ask();
    assert.equal(stage.service.requests.length, 2, 'an empty answer is not kept, and it was tried');
    await stage.clock.advance(10 * 60_000);
    await ask();
    assert.equal(stage.service.requests.length, 3);
  });

  it('is not refreshed when the budget does not allow it', async () => {
    stage.isAffordable = false;
    assert.deepEqual(await ask(), ['old', 'workspace']);
    assert.deepEqual([stage.service.requests.length, heard], [1, [undefined]]);
  });

  it('is not refreshed during shutdown', async () => {
    stage.closing.abort();
    assert.deepEqual(await ask(), ['old', 'workspace']);
    assert.equal(stage.service.requests.length, 1);
  });

  it('is not returned after four times its lifetime', async () => {
    await stage.clock.advance(2 * HOUR_MS + 1);
    text = 'new';
    assert.deepEqual(await ask(), ['new', 'service']);
  });

  it('is not returned unless stale answers are enabled', async () => {
    stage.settings = exampleSettings({ ttlHours: 1 });
    text = 'new';
    assert.deepEqual(await ask(), ['new', 'service']);
    assert.deepEqual(heard, []);
  });

  it('is refreshed for at most two questions at a time', async () => {
    stage = new CacheStage({ script: ({ fresh }) => (fresh ? [{ type: 'hang' }] : answerSteps('old')) });
    stage.settings = exampleSettings({ ttlHours: 1, staleWhileRevalidate: true });
    const questions = ['一', '二', '三'].map(content => ({ messages: [{ role: 'user', content } as const] }));
    for (const question of questions) await stage.read(question);
    await stage.clock.advance(2 * HOUR_MS);
    for (const question of questions) await stage.read(question);
    assert.equal(stage.service.running, 2);
    stage.closing.abort();
    await stage.clock.advance(0);
    assert.equal(stage.service.running, 0);
  });
});
