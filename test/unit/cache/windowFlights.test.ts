import assert from 'node:assert/strict';
import type { Landing, Lead } from '../../../src/core/cache/flightBoard.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import {
  FlightStage,
  NO_PROCESS,
  answered,
  isLead,
  leadOf,
  type FlightWindow,
  type Take,
} from './windowFlightStage.ts';

const KEY = 'a1'.repeat(32);

describe('Flights of several windows', () => {
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

  /** Returns the only lead, and the others, which still wait. */
  function split(takes: readonly Take[]): [Lead, Take[]] {
    const others = takes.filter(taken => !isLead(taken));
    assert.equal(others.length, takes.length - 1, 'one leads');
    for (const { came, error } of others) assert.deepEqual([came, error], [undefined, undefined]);
    return [leadOf(takes.find(isLead) ?? assert.fail()), others];
  }

  it('are led by the first window, and the others get its answer', async () => {
    const [lead, others] = split([await take(0), await take(1), await take(2), await take(3)]);
    await stage.clock.advance(30_000);
    assert.ok(others.every(({ came }) => came === undefined));
    lead.end(answered('an answer'));
    await stage.clock.advance(50);
    assert.deepEqual(
      others.map(({ came }) => came),
      Array.from({ length: 3 }, () => answered('an answer')),
    );
    assert.deepEqual(rows(), []);
    assert.deepEqual(stage.logged, []);
  });

  it('report waiting once to the followers, and nothing to the leader', async () => {
    const [leader, ...others] = [await take(0), await take(1), await take(2)];
    await stage.clock.advance(3_000);
    execute('DELETE FROM flight');
    await stage.clock.advance(3_000);
    split(others);
    assert.deepEqual(leader.told, []);
    for (const { told } of others) assert.deepEqual(told, [{ type: 'waiting', why: 'flight' }]);
  });

  it('are separate for different questions', async () => {
    const all = [await take(0), await take(1, 'another'), await take(2, `${KEY}#fresh`)];
    assert.ok(all.every(isLead));
  });

  it('leave nothing behind without followers', async () => {
    const lead = leadOf(await take(0));
    assert.equal(rows().length, 1);
    lead.end(answered('an answer'));
    assert.deepEqual(rows(), []);
    assert.equal(stage.clock.pendingTimers, 0);
  });

  it('pass on a failure of the service with its details, but without its cause', async () => {
    const [leader, other] = [await take(0), await take(1)];
    const facts = { status: 429, code: 'rpm_rate_limit_exceeded', host: 'qianfan.example', retryAfterMs: 1_500 };
    const cause = new Error('what only this process knows');
    leadOf(leader).end({ type: 'failure', error: new WenxinError('refused', 'too many', { ...facts, cause }) });
    await stage.clock.advance(50);
    const landing = other.came as Landing;
    assert.ok(landing.type === 'failure' && landing.error instanceof WenxinError);
    const { kind, message, details } = landing.error;
    assert.deepEqual({ kind, message, details }, { kind: 'refused', message: 'too many', details: facts });
    assert.equal(landing.error.cause, undefined);
  });

  it('pass the lead to one of the followers when it ends without an answer', async () => {
    const [first, others] = split([await take(0), await take(1), await take(2), await take(3)]);
    first.end();
    await stage.clock.advance(50);
    const [second, rest] = split(others);
    await stage.clock.advance(30_000);
    second.end(answered('of the second'));
    await stage.clock.advance(50);
    for (const { came } of rest) assert.deepEqual(came, answered('of the second'));
    assert.deepEqual(rows(), []);
  });

  it('pass the lead on after a failure that only concerns the leader', async () => {
    const [leader, other] = [await take(0), await take(1)];
    leadOf(leader).end({ type: 'failure', error: new WenxinError('budget', 'used up') });
    await stage.clock.advance(50);
    assert.ok(isLead(other));
  });

  it('pass the lead on within a second when the leader’s process is gone', async () => {
    const [, others] = split([await take(0), await take(1), await take(2)]);
    await stage.clock.advance(10_000);
    execute(`UPDATE flight SET pid = ${NO_PROCESS}`);
    await stage.clock.advance(1_050);
    const [lead, rest] = split(others);
    lead.end(answered('of the next'));
    await stage.clock.advance(50);
    for (const { came } of rest) assert.deepEqual(came, answered('of the next'));
  });

  it('pass the lead on after five seconds without a heartbeat', async () => {
    const frozenClock = new VirtualClock();
    const leader = (await stage.window(frozenClock)).take(KEY);
    await stage.clock.advance(60_000);
    const others = [await take(1), await take(2)];
    await stage.clock.advance(4_900);
    assert.ok(others.every(({ came }) => came === undefined));
    await stage.clock.advance(1_200);
    const [lead] = split(others);
    // The leader was frozen, not dead: its late answer does not affect the one that replaced it.
    const before = rows();
    await frozenClock.advance(3_000);
    leadOf(leader).end(answered('late'));
    assert.deepEqual(rows(), before);
    lead.end(answered('in time'));
    await stage.clock.advance(50);
    assert.deepEqual(
      others.map(({ came }) => came).filter(came => came !== lead),
      [answered('in time')],
    );
  });

  it('are not passed on by followers that were asleep themselves', async () => {
    const leader = (await stage.window(new VirtualClock())).take(KEY);
    const other = await take(1);
    await stage.clock.advance(3_000);
    await stage.clock.sleepThrough(60_000);
    await stage.clock.advance(4_000);
    assert.equal(other.came, undefined);
    leadOf(leader).end(answered('an answer'));
    await stage.clock.advance(50);
    assert.deepEqual(other.came, answered('an answer'));
  });

  it('are not passed on because the wall clock was set back', async () => {
    const [leader, other] = [await take(0), await take(1)];
    stage.clock.setWallTime(Date.UTC(2020, 0, 1));
    await stage.clock.advance(30_000);
    assert.equal(other.came, undefined);
    assert.ok(isLead(leader));
  });

  it('start over for new callers while an answer waits for its readers', async () => {
    const [leader, other] = [await take(0), await take(1)];
    leadOf(leader).end(answered('old'));
    const later = await take(2);
    const joined = await take(3);
    await stage.clock.advance(50);
    assert.deepEqual(other.came, answered('old'));
    assert.equal(rows().length, 1);
    leadOf(later).end(answered('new'));
    await stage.clock.advance(50);
    assert.deepEqual(joined.came, answered('new'));
    assert.deepEqual(rows(), []);
  });

  it('have one leader when several followers see that the last one is gone', async () => {
    const [, others] = split([await take(0), await take(1), await take(2), await take(3)]);
    execute(`UPDATE flight SET pid = ${NO_PROCESS}`);
    stage.clock.setWallTime(Date.UTC(2020, 0, 1));
    // The lock lets all of them see it before any can take over.
    const database = window(0).database;
    database.execute('BEGIN IMMEDIATE');
    await stage.clock.advance(1_100);
    database.execute('COMMIT');
    await stage.clock.advance(100);
    split(others);
  });

  it('are not taken from a leader whose heartbeat arrives just in time', async () => {
    const leader = (await stage.window(new VirtualClock())).take(KEY);
    const other = await take(1);
    await stage.clock.advance(4_000);
    const database = window(0).database;
    database.execute('BEGIN IMMEDIATE');
    await stage.clock.advance(1_500);
    database.execute('UPDATE flight SET beat_ms = beat_ms + 1; COMMIT');
    await stage.clock.advance(3_000);
    assert.equal(other.came, undefined);
    leadOf(leader).end(answered('an answer'));
    await stage.clock.advance(50);
    assert.deepEqual(other.came, answered('an answer'));
  });

  it('are not taken from a leader whose answer arrives just in time', async () => {
    const frozenClock = new VirtualClock();
    const leader = (await stage.window(frozenClock)).take(KEY);
    const other = await take(1);
    const { database } = window(0);
    database.execute('BEGIN IMMEDIATE');
    await stage.clock.advance(5_500);
    leadOf(leader).end(answered('an answer'));
    database.execute('COMMIT');
    await frozenClock.advance(1_000);
    await stage.clock.advance(100);
    assert.deepEqual(other.came, answered('an answer'));
  });

  it('end once, with the first result', async () => {
    const [leader, other] = [await take(0), await take(1)];
    leadOf(leader).end(answered('first'));
    leadOf(leader).end(answered('second'));
    leadOf(leader).end();
    await stage.clock.advance(50);
    assert.deepEqual(other.came, answered('first'));
  });

  it('ignore a leader that has already given the lead away', async () => {
    const [leader, other] = [await take(0), await take(1)];
    const lead = leadOf(leader);
    lead.end();
    lead.end(answered('too late'));
    await stage.clock.advance(50);
    const second = leadOf(other);
    lead.end(answered('much too late'));
    const third = await take(2);
    second.end(answered('right'));
    await stage.clock.advance(50);
    assert.deepEqual(third.came, answered('right'));
  });

  it('end within a second for followers on the leader’s connection, whose data version does not change', async () => {
    const lead = leadOf(await take(0));
    const near = stage.on(async () => window(0).database).take(KEY);
    await stage.clock.advance(1_100);
    lead.end(answered('an answer'));
    await stage.clock.advance(1_000);
    assert.deepEqual(near.came, answered('an answer'));
  });
});
