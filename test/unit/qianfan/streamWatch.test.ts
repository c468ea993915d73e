import assert from 'node:assert/strict';
import { BufferedHosts } from '../../../src/core/qianfan/bufferedHosts.ts';
import { StreamWatch, type StreamVerdict } from '../../../src/core/qianfan/streamWatch.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

describe('The verdict on how a stream arrived', () => {
  /** Returns the verdict on events that arrive `gapMs` apart after `waitMs`. */
  const verdict = async (waitMs: number, events: number, gapMs: number): Promise<StreamVerdict> => {
    const clock = new VirtualClock();
    await clock.advance(500);
    const watch = new StreamWatch(clock.monotonicMs());
    await clock.advance(waitMs);
    for (let event = 0; event < events; event++) {
      if (event > 0 && gapMs > 0) await clock.advance(gapMs);
      watch.arrived(clock.monotonicMs());
    }
    return watch.verdict();
  };

  it('is buffered when an answer came all at once after a long wait', async () => {
    assert.equal(await verdict(3000, 20, 0), 'buffered');
    assert.equal(await verdict(30_000, 26, 2), 'buffered');
  });

  it('allows a long answer the time it takes to read it', async () => {
    assert.equal(await verdict(30_000, 1000, 0.4), 'buffered');
    assert.equal(await verdict(30_000, 1000, 0.6), 'streamed');
  });

  it('is streamed when an answer came over time, however long the first token took', async () => {
    assert.equal(await verdict(100, 200, 20), 'streamed');
    assert.equal(await verdict(60_000, 50, 3), 'streamed');
    assert.equal(await verdict(60_000, 20, 3), 'streamed');
  });

  it('is unknown for an answer that is short, quick or empty', async () => {
    assert.equal(await verdict(10_000, 19, 0), 'unknown');
    assert.equal(await verdict(2999, 500, 0), 'unknown');
    assert.equal(await verdict(10_000, 0, 0), 'unknown');
  });
});

describe('The hosts whose streams are buffered', () => {
  const told = new Set<string>();
  beforeEach(() => told.clear());

  it('are reported once, after two buffered answers in a row', () => {
    const hosts = new BufferedHosts(told);
    const say = (verdict: StreamVerdict, host = 'a'): boolean => hosts.note(host, verdict);
    assert.deepEqual([say('buffered'), hosts.isBuffered('a')], [false, false]);
    assert.equal(say('unknown'), false);
    assert.deepEqual([say('buffered'), hosts.isBuffered('a')], [true, true]);
    assert.deepEqual([say('buffered'), hosts.isBuffered('a')], [false, true]);
    assert.deepEqual([say('buffered', 'b'), say('buffered', 'b')], [false, true]);
    assert.deepEqual([...told], ['a', 'b']);
  });

  it('do not include hosts with a streamed answer in between', () => {
    const hosts = new BufferedHosts(told);
    const verdicts: readonly StreamVerdict[] = ['buffered', 'streamed', 'buffered', 'streamed', 'unknown', 'buffered'];
    assert.deepEqual(new Set(verdicts.map(verdict => hosts.note('a', verdict))), new Set([false]));
    hosts.note('a', 'buffered');
    assert.equal(hosts.isBuffered('a'), true);
    hosts.note('a', 'streamed');
    assert.equal(hosts.isBuffered('a'), false);
  });

  it('are not reported again after a restart when the caller keeps the set', () => {
    for (const expected of [true, false]) {
      const hosts = new BufferedHosts(told);
      hosts.note('a', 'buffered');
      assert.equal(hosts.note('a', 'buffered'), expected);
    }
  });
});
