import assert from 'node:assert/strict';
import { WenxinError } from '../../../src/core/errors.ts';
import type { FresherAnswer } from '../../../src/core/chat.ts';
import { answerSteps, CacheStage } from './cacheStage.ts';
import { exampleSettings } from './keptExample.ts';

const HOUR_MS = 3_600_000;

describe('an answer that is older than it should be', () => {
  let stage: CacheStage;
  let text: string;
  let heard: (FresherAnswer | undefined)[];

  /** Asks what was answered with `old` two hours ago. */
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

  it('is given at once, and a newer one is fetched behind it and offered', async () => {
    text = 'new';
    const events = await stage.read({ onFresher: fresher => heard.push(fresher), onSettle: () => undefined });
    const done = events.at(-1);
    assert.deepEqual(done?.type === 'done' && [done.origin?.level, done.origin?.isStale], ['workspace', true]);
    assert.deepEqual(heard, [{ reasoning: '', text: 'new', citations: [], booking: undefined }]);
    const { cause, fresh, consent, onSlow } = stage.service.requests.at(-1) ?? {};
    assert.deepEqual(
      [cause, fresh, consent, onSlow],
      ['refresh', true, undefined, stage.service.requests.at(-1)?.onSlow],
    );
    // It is nobody's item of a batch.
    assert.equal(stage.service.requests.at(-1)?.onSettle, undefined);
    assert.deepEqual(await ask(), ['new', 'memory']);
    assert.equal(stage.service.requests.length, 2);
  });

  it('is not offered anew when it says the same, and is as good as new from then on', async () => {
    assert.deepEqual(await ask(), ['old', 'workspace']);
    assert.deepEqual(heard, [undefined]);
    assert.deepEqual(await ask(), ['old', 'memory']);
  });

  it('stays, and nobody hears of it, when the service fails', async () => {
    stage = new CacheStage({
      script: ({ fresh }) => (fresh ? [{ type: 'throw', error: new WenxinError('busy', 'busy') }] : answerSteps('old')),
    });
    stage.settings = exampleSettings({ ttlHours: 1, staleWhileRevalidate: true });
    await stage.read();
    await stage.clock.advance(2 * HOUR_MS);
    assert.deepEqual(await ask(), ['old', 'workspace']);
    assert.deepEqual(heard, [undefined]);
  });

  it('is not fetched again within ten minutes', async () => {
    text = '';
    await ask();
    await ask();
    assert.equal(stage.service.requests.length, 2, 'an empty answer is not kept, and it was tried');
    await stage.clock.advance(10 * 60_000);
    await ask();
    assert.equal(stage.service.requests.length, 3);
  });

  it('is not fetched where that would come near a budget', async () => {
    stage.isAffordable = false;
    assert.deepEqual(await ask(), ['old', 'workspace']);
    assert.deepEqual([stage.service.requests.length, heard], [1, [undefined]]);
  });

  it('is not fetched when everything closes', async () => {
    stage.closing.abort();
    assert.deepEqual(await ask(), ['old', 'workspace']);
    assert.equal(stage.service.requests.length, 1);
  });

  it('is not given at all after four times its life', async () => {
    await stage.clock.advance(2 * HOUR_MS + 1);
    text = 'new';
    assert.deepEqual(await ask(), ['new', 'service']);
  });

  it('is not given at all unless that is wanted', async () => {
    stage.settings = exampleSettings({ ttlHours: 1 });
    text = 'new';
    assert.deepEqual(await ask(), ['new', 'service']);
    assert.deepEqual(heard, []);
  });

  it('is fetched for two questions at a time', async () => {
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
