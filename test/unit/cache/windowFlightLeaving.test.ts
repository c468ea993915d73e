import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { VirtualClock } from '../../support/virtualClock.ts';
import { FlightStage, answered, leadOf, type FlightWindow, type Take } from './windowFlightStage.ts';

const KEY = 'a1'.repeat(32);

describe('Flights whose followers leave', () => {
  let stage: FlightStage;
  let windows: FlightWindow[];

  beforeEach(async () => {
    stage = new FlightStage();
    windows = [await stage.window(), await stage.window(), await stage.window(), await stage.window()];
  });

  afterEach(() => stage.close());

  function window(n: number): FlightWindow {
    return windows[n] ?? assert.fail();
  }

  /** Takes the flight in the n-th window, without advancing the clock. */
  async function take(n: number, key = KEY, signal?: AbortSignal): Promise<Take> {
    const taken = window(n).take(key, signal);
    await stage.clock.advance(0);
    return taken;
  }

  const rows = (): Record<string, unknown>[] => stage.rows(window(0));
  const execute = (sql: string): void => window(0).database.execute(sql);

  it('lose an aborted follower immediately, with the signal’s reason', async () => {
    const lead = leadOf(await take(0));
    const controller = new AbortController();
    const [other, aborted] = [await take(1), await take(2, KEY, controller.signal)];
    await stage.clock.advance(500);
    assert.equal(rows()[0]?.['followers'], 2);
    const reason = new Error('enough');
    controller.abort(reason);
    assert.equal(rows()[0]?.['followers'], 1);
    await stage.clock.advance(0);
    assert.equal(aborted.error, reason);
    assert.deepEqual(getEventListeners(controller.signal, 'abort'), []);
    lead.end(answered('for the other'));
    await stage.clock.advance(50);
    assert.deepEqual(other.came, answered('for the other'));
    assert.deepEqual(rows(), []);
  });

  it('leave no abort listener behind after the answer', async () => {
    const { signal } = new AbortController();
    const lead = leadOf(await take(0));
    const other = await take(1, KEY, signal);
    assert.equal(getEventListeners(signal, 'abort').length > 0, true);
    lead.end(answered('an answer'));
    await stage.clock.advance(50);
    assert.deepEqual(other.came, answered('an answer'));
    assert.deepEqual(getEventListeners(signal, 'abort'), []);
  });

  it('lose a follower that aborts while it waits to take the lead', async () => {
    const lead = leadOf(await take(0));
    const controller = new AbortController();
    const [aborted, other] = [await take(1, KEY, controller.signal), await take(2)];
    lead.end();
    const { database } = window(3);
    database.execute('BEGIN IMMEDIATE');
    await stage.clock.advance(60);
    controller.abort(new Error('enough'));
    await stage.clock.advance(0);
    assert.deepEqual(aborted.error, new Error('enough'));
    database.execute('COMMIT');
    await stage.clock.advance(100);
    leadOf(other).end();
    assert.deepEqual(rows(), []);
  });

  it('lose a follower that aborts while it is not reading, or returns its iterator', async () => {
    await take(0);
    const controller = new AbortController();
    const aborted = window(1).board.take(KEY, controller.signal);
    const givenUp = window(2).board.take(KEY, new AbortController().signal);
    for (const wait of [aborted, givenUp]) assert.equal((await wait.next()).done, false);
    assert.equal(rows()[0]?.['followers'], 2);
    controller.abort(new Error('enough'));
    assert.equal(rows()[0]?.['followers'], 1);
    await givenUp.return(undefined);
    assert.equal(rows()[0]?.['followers'], 0);
    await assert.rejects(aborted.next(), { message: 'enough' });
    assert.equal(rows()[0]?.['followers'], 0);
  });

  it('have no answer written after the last follower has left', async () => {
    const lead = leadOf(await take(0));
    const controller = new AbortController();
    await take(1, KEY, controller.signal);
    controller.abort(new Error('enough'));
    lead.end(answered('for nobody'));
    assert.deepEqual(rows(), []);
  });

  it('are removed from the file when the last follower leaves a released lead', async () => {
    const lead = leadOf(await take(0));
    const controller = new AbortController();
    await take(1, KEY, controller.signal);
    lead.end();
    controller.abort(new Error('enough'));
    assert.deepEqual(rows(), []);
  });

  it('write no heartbeat without followers', async () => {
    await take(0);
    const before = window(3).database.dataVersion();
    await stage.clock.advance(10_000);
    assert.equal(window(3).database.dataVersion(), before);
    await take(1);
    await stage.clock.advance(1_000);
    const [row] = rows();
    await stage.clock.advance(1_000);
    assert.notEqual(rows()[0]?.['beat_ms'], row?.['beat_ms']);
  });

  it('keep an answer that is not fetched for ten seconds', async () => {
    const [leader] = [await take(0), await take(1)];
    execute('UPDATE flight SET followers = 5');
    leadOf(leader).end(answered('for somebody who died'));
    await stage.clock.advance(9_900);
    assert.equal(rows().length, 1);
    await stage.clock.advance(100);
    assert.deepEqual(rows(), []);
    assert.equal(stage.clock.pendingTimers, 0);
  });

  for (const [what, wallMs] of [
    ['which is too old', 10_001],
    ['which comes from the future, because the clock was put back', -1],
  ] as const) {
    it(`take an answer out of the file with the next question, ${what}`, async () => {
      const leader = (await stage.window(new VirtualClock())).take(KEY);
      await take(1);
      execute('UPDATE flight SET followers = 5');
      leadOf(leader).end(answered('of a window that died then'));
      await stage.clock.advance(60);
      assert.equal(rows().length, 1);
      stage.clock.setWallTime(Number(rows()[0]?.['landed_at_ms']) + wallMs);
      await take(2, 'another');
      assert.deepEqual(
        rows().map(({ followers }) => followers),
        [0],
      );
    });
  }

  it('of a window that died an hour ago are removed with the next question, unlike those of a live one', async () => {
    for (const n of [0, 1, 2]) await take(n, n === 0 ? 'of the dead' : 'of the living');
    execute(`UPDATE flight SET beat_ms = beat_ms - ${60 * 60_000} WHERE followers = 0`);
    await take(3, 'one more');
    assert.equal(rows().length, 3);
    execute('UPDATE flight SET beat_ms = beat_ms - 1 WHERE id = 1');
    await take(3, 'and one more');
    assert.deepEqual([rows().length, rows().some(({ id }) => id === 1)], [3, false]);
  });
});
