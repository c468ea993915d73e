import assert from 'node:assert/strict';
import { Heartbeat } from '../../../src/host/chat/heartbeat.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const MINUTE_MS = 60_000;

describe('The heartbeat of a page', () => {
  let clock: VirtualClock;
  let heartbeat: Heartbeat;
  let answers: boolean;
  let pings: number;
  let revivals: number;
  let givenUp: number;
  /** Runs when the page is revived. */
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

  it('leaves a responsive page alone', async () => {
    heartbeat.hear();
    await clock.advance(10 * MINUTE_MS);
    assert.deepEqual([revivals, givenUp], [0, 0]);
    assert.ok(pings > 100);
  });

  it('sends no pings before the page’s first message, nor while the page is hidden', async () => {
    await clock.advance(MINUTE_MS);
    heartbeat.hear();
    heartbeat.stop();
    answers = false;
    await clock.advance(MINUTE_MS);
    assert.deepEqual([pings, revivals, clock.pendingTimers], [0, 0, 0]);
  });

  it('revives an unresponsive page within half a minute', async () => {
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

  it('does not revive a page that misses one or two answers', async () => {
    heartbeat.hear();
    for (let round = 0; round < 20; round++) {
      answers = false;
      await clock.advance(10_000);
      answers = true;
      await clock.advance(10_000);
    }
    assert.equal(revivals, 0);
  });

  it('gives up on a page that stays unresponsive, and stops pinging it', async () => {
    heartbeat.hear();
    answers = false;
    await clock.advance(60 * MINUTE_MS);
    assert.deepEqual([revivals, givenUp, clock.pendingTimers], [3, 1, 0]);
  });

  it('gives up on a page that repeatedly stops soon after it was revived', async () => {
    heartbeat.hear();
    answers = false;
    onRevive = () => clock.after(1_000, () => heartbeat.hear());
    await clock.advance(60 * MINUTE_MS);
    assert.deepEqual([revivals, givenUp], [3, 1]);
  });

  it('watches a page again that sends a message after it was given up', async () => {
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
