import assert from 'node:assert/strict';
import { ServiceTime } from '../../../src/core/auth/serviceTime.ts';
import { ScriptedFetch } from '../../support/scriptedFetch.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const HOST = 'iam.bj.baidubce.com';
const MINUTE_MS = 60_000;

const dated = (ms: number): Headers => new Headers({ date: new Date(ms).toUTCString() });

describe('The time of the service', () => {
  let clock: VirtualClock;
  let time: ServiceTime;

  beforeEach(() => {
    clock = new VirtualClock();
    time = new ServiceTime(clock);
  });

  it('is the time of this computer while nothing else is known or the difference is small', () => {
    assert.equal(time.now(HOST), clock.now());
    for (const minutes of [-5, 0, 5]) {
      time.observe(HOST, dated(clock.now() + minutes * MINUTE_MS));
      assert.equal(time.now(HOST), clock.now());
      assert.deepEqual(time.clockDetails(HOST), {});
    }
  });

  it('is corrected when this computer is off by more than five minutes', async () => {
    for (const minutes of [-90, 6]) {
      time.observe(HOST, dated(clock.now() + minutes * MINUTE_MS));
      await clock.advance(1000);
      assert.equal(time.now(HOST), clock.now() + minutes * MINUTE_MS);
      assert.deepEqual(time.clockDetails(HOST), { clockOffMinutes: -minutes });
    }
  });

  it('is updated with each answer, so that a corrected clock counts at once', () => {
    time.observe(HOST, dated(clock.now() + 60 * MINUTE_MS));
    time.observe(HOST, dated(clock.now()));
    assert.equal(time.harmfulSkewMs(HOST), 0);
  });

  it('is kept per host', () => {
    time.observe('localhost:11434', dated(0));
    assert.equal(time.now(HOST), clock.now());
  });

  it('is only learned from valid dates', () => {
    for (const date of ['5', '5 minutes', 'Sunday in the afternoon']) time.observe(HOST, new Headers({ date }));
    time.observe(HOST, new Headers());
    assert.equal(time.harmfulSkewMs(HOST), 0);
  });

  it('is learned from every answer of a watched fetch', async () => {
    const late = clock.now() - 60 * MINUTE_MS;
    const network = new ScriptedFetch(() => new Response('body', { headers: dated(late) }));
    const fetch = time.watch(network.fetch);
    for (const input of [
      `https://a.example/x`,
      new URL('https://b.example:8443/x'),
      new Request('https://c.example/'),
    ]) {
      assert.equal(await (await fetch(input)).text(), 'body');
    }
    assert.deepEqual(
      ['a.example', 'b.example:8443', 'c.example', HOST].map(host => time.now(host) - clock.now()),
      [-60 * MINUTE_MS, -60 * MINUTE_MS, -60 * MINUTE_MS, 0],
    );
  });
});
