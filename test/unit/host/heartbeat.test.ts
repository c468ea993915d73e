import assert from 'node:assert/strict';
import { Heartbeat } from '../../../src/host/chat/heartbeat.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const MINUTE_MS = 60_000;

describe('the heartbeat of a page', () => {
  let clock: VirtualClock;
  let heartbeat: Heartbeat;
  let answers: boolean;
  let pings: number;
  let revivals: number;
  let givenUp: number;
  /** What a revived page does first. */
  let onRevive: () => void;

  beforeEach(() => {
    clock = new VirtualClock();
    answers = true;
    pings = revivals = givenUp = 0;
    onRevive = () => undefined;
    heartbeat = new Heartbeat({
      clock,
      ping: () => {
        pings++;
        if (answers) clock.after(10, () => heartbeat.hear());
      },
      revive: () => {
        revivals++;
        onRevive();
      },
      giveUp: () => givenUp++,
    });
  });

  it('leaves a page alone that answers', async () => {
    heartbeat.hear();
    await clock.advance(10 * MINUTE_MS);
    assert.deepEqual([revivals, givenUp], [0, 0]);
    assert.ok(pings > 100);
  });

  it('asks nothing before the page spoke, and nothing of one that is not to be seen', async () => {
    await clock.advance(MINUTE_MS);
    heartbeat.hear();
    heartbeat.stop();
    answers = false;
    await clock.advance(MINUTE_MS);
    assert.deepEqual([pings, revivals, clock.pendingTimers], [0, 0, 0]);
  });

  it('revives a page that does not answer any more, within half a minute', async () => {
    heartbeat.hear();
    answers = false;
    onRevive = () => {
      answers = true;
    };
    await clock.advance(30_000);
    assert.equal(revivals, 1);
    await clock.advance(10 * MINUTE_MS);
    assert.deepEqual([revivals, givenUp], [1, 0]);
  });

  it('does not take a page for dead that misses an answer or two', async () => {
    heartbeat.hear();
    for (let round = 0; round < 20; round++) {
      answers = false;
      await clock.advance(10_000);
      answers = true;
      await clock.advance(10_000);
    }
    assert.equal(revivals, 0);
  });

  it('gives up on a page that stays dead, and asks it nothing more', async () => {
    heartbeat.hear();
    answers = false;
    await clock.advance(60 * MINUTE_MS);
    assert.deepEqual([revivals, givenUp, clock.pendingTimers], [3, 1, 0]);
  });

  it('gives up on a page that dies again and again soon after it was begun', async () => {
    heartbeat.hear();
    answers = false;
    onRevive = () => clock.after(1_000, () => heartbeat.hear());
    await clock.advance(60 * MINUTE_MS);
    assert.deepEqual([revivals, givenUp], [3, 1]);
  });

  it('watches a page again that speaks after it was given up', async () => {
    heartbeat.hear();
    answers = false;
    await clock.advance(60 * MINUTE_MS);
    answers = true;
    heartbeat.hear();
    await clock.advance(MINUTE_MS);
    answers = false;
    await clock.advance(25_000);
    assert.equal(revivals, 4);
  });
});
