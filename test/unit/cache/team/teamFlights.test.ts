import assert from 'node:assert/strict';
import type { Landing } from '../../../../src/core/cache/flightBoard.ts';
import type { VirtualClock } from '../../../support/virtualClock.ts';
import type { TeamMemory } from '../../../support/memoryTeamServer.ts';
import { exampleAnswer } from '../keptExample.ts';
import { FlightAskers, leadOf, QUESTION, waits } from './flightAskers.ts';

const LEASE_MS = 5_000;
const POLL_MS = 250;

describe('The flights of a team', () => {
  let team: FlightAskers;
  let clock: VirtualClock;
  let memory: TeamMemory;
  const answer = exampleAnswer();

  beforeEach(() => {
    team = new FlightAskers();
    ({ clock, memory } = team);
  });

  it('give the lead to the first caller, and report waiting once to the others', async () => {
    const first = await team.ask();
    const others = [await team.ask(), await team.ask()];
    await clock.advance(3 * POLL_MS);
    leadOf(first);
    assert.deepEqual(first.told, []);
    for (const other of others) {
      assert.ok(waits(other));
      assert.deepEqual(other.told, [{ type: 'waiting', why: 'flight' }]);
    }
  });

  it('give the lead to only one of several concurrent callers', async () => {
    const askers = await Promise.all(Array.from({ length: 20 }, () => team.ask()));
    assert.equal(askers.filter(asker => asker.result?.got?.type === 'lead').length, 1);
    assert.equal(askers.filter(waits).length, 19);
  });

  it('give each question its own lead', async () => {
    const { flights } = team.computer();
    for (const key of ['one', 'two', 'one#fresh']) leadOf(await team.ask(flights, key));
  });

  it('hand the answer to all waiting callers, and to no later one', async () => {
    const first = await team.ask();
    const others = [await team.ask(), await team.ask()];
    leadOf(first).end({ type: 'answer', answer });
    const late = await team.ask();
    await clock.advance(POLL_MS);
    for (const other of others) assert.deepEqual(other.result?.got, { type: 'answer', answer });
    leadOf(late);
  });

  it('hand the answer to callers who see the next lead when they poll', async () => {
    const first = await team.ask();
    const other = await team.ask();
    leadOf(first).end({ type: 'answer', answer });
    leadOf(await team.ask());
    assert.ok(waits(other));
    await clock.advance(POLL_MS);
    assert.deepEqual(other.result?.got, { type: 'answer', answer });
  });

  it('leave no lease behind after an answer was handed over', async () => {
    const first = await team.ask();
    const other = await team.ask();
    leadOf(first).end({ type: 'answer', answer });
    await clock.advance(POLL_MS);
    assert.ok(other.result);
    assert.equal(memory.get(team.names.flight(QUESTION)), undefined);
  });

  for (const landing of [undefined, { type: 'failure', error: new Error('busy') } as unknown as Landing]) {
    it(`pass the lead to one of the others after ${landing?.type ?? 'none'}`, async () => {
      const first = await team.ask();
      const others = [await team.ask(), await team.ask()];
      leadOf(first).end(landing);
      await clock.advance(POLL_MS);
      const [next] = others.filter(other => !waits(other));
      assert.ok(next);
      leadOf(next);
      assert.equal(others.filter(waits).length, 1);
    });
  }

  it('keep a lead for as long as it takes', async () => {
    const first = await team.ask();
    const other = await team.ask();
    await clock.advance(10 * 60_000);
    leadOf(first);
    assert.ok(waits(other));
  });

  it('keep a lead when one renewal fails', async () => {
    const { flights, server } = team.computer();
    leadOf(await team.ask(flights));
    await clock.advance(1_000);
    const other = await team.ask();
    server.fare = { code: 'REPLY_ERR' };
    await clock.advance(1_000);
    server.fare = 0;
    await clock.advance(60_000);
    assert.ok(waits(other));
  });

  it('take over the lead of a dead computer when its lease expires', async () => {
    const dead = team.computer();
    leadOf(await team.ask(dead.flights));
    await clock.advance(1_000);
    const other = await team.ask();
    dead.server.fare = 'never';
    await clock.advance(LEASE_MS - 1_000 - POLL_MS);
    assert.ok(waits(other));
    await clock.advance(2 * POLL_MS);
    leadOf(other);
  });

  it('do not release the lead of another computer after their own was lost', async () => {
    const frozen = team.computer();
    const first = await team.ask(frozen.flights);
    frozen.server.fare = 'never';
    const other = await team.ask();
    await clock.advance(LEASE_MS + POLL_MS);
    leadOf(other);
    frozen.server.fare = 0;
    await clock.advance(60_000);
    leadOf(first).end();
    const third = await team.ask();
    await clock.advance(POLL_MS);
    assert.ok(waits(third));
  });

  it('store the answer before they release the lease, once', async () => {
    const { flights, server } = team.computer();
    const lead = leadOf(await team.ask(flights));
    server.sent.length = 0;
    lead.end({ type: 'answer', answer });
    lead.end({ type: 'answer', answer });
    await clock.advance(0);
    assert.deepEqual(server.sent, ['set', 'releaseLease']);
  });

  it('stop renewing when the lead is over', async () => {
    const { flights, server } = team.computer();
    leadOf(await team.ask(flights)).end();
    await clock.advance(10_000);
    assert.ok(!server.sent.includes('renewLease'));
    assert.equal(clock.pendingTimers, 0);
  });

  it('stop renewing when the lead is over while they renew', async () => {
    const { flights, server } = team.computer();
    const lead = leadOf(await team.ask(flights));
    server.fare = 20;
    await clock.advance(2_010);
    lead.end();
    await clock.advance(100);
    assert.ok(server.sent.includes('renewLease'));
    assert.equal(clock.pendingTimers, 0);
  });

  it('stop renewing when the lead is lost', async () => {
    const { flights, server } = team.computer();
    leadOf(await team.ask(flights));
    memory.delete(team.names.flight(QUESTION));
    await clock.advance(10_000);
    assert.equal(server.sent.filter(name => name === 'renewLease').length, 1);
    assert.equal(clock.pendingTimers, 0);
  });

  it('return nothing when the server is unreachable', async () => {
    const { flights, server } = team.computer();
    server.fare = { code: 'ECONNREFUSED' };
    assert.deepEqual((await team.ask(flights)).result, { got: undefined });
  });

  it('end all waits when the server fails', async () => {
    await team.ask();
    const { flights, server } = team.computer();
    const other = await team.ask(flights);
    assert.ok(waits(other));
    server.fare = 'never';
    await clock.advance(POLL_MS + 50);
    assert.deepEqual(other.result, { got: undefined });
  });

  it('leave no lease behind when the confirmation arrived too late', async () => {
    const { flights, server } = team.computer();
    server.fare = 20;
    const asker = await team.ask(flights);
    await clock.advance(50);
    assert.deepEqual(asker.result, { got: undefined });
    await clock.advance(50);
    assert.deepEqual(memory.keys(), []);
  });

  it('return nothing when another value is in the place of a lease', async () => {
    memory.set(team.names.flight(QUESTION), 'x'.repeat(1_000), LEASE_MS);
    assert.deepEqual((await team.ask()).result, { got: undefined });
  });

  it('send nothing for a signal that is already aborted', async () => {
    const { flights, server } = team.computer();
    const reason = new Error('enough');
    const asker = await team.ask(flights, QUESTION, AbortSignal.abort(reason));
    assert.equal(asker.thrown, reason);
    assert.deepEqual(server.sent, []);
  });

  it('throw the reason as soon as a waiting caller aborts', async () => {
    const first = await team.ask();
    const stop = new AbortController();
    const waiting = await team.ask(undefined, QUESTION, stop.signal);
    assert.ok(waits(waiting));
    const reason = new Error('enough');
    stop.abort(reason);
    await clock.advance(0);
    assert.equal(waiting.thrown, reason);
    leadOf(first).end();
    await clock.advance(0);
    assert.equal(clock.pendingTimers, 0);
  });

  it('leave no lease behind when a caller aborts just as it gets one', async () => {
    const { flights, server } = team.computer();
    leadOf(await team.ask(flights, 'warm-up')).end();
    server.fare = 20;
    const stop = new AbortController();
    const looking = await team.ask(flights, QUESTION, stop.signal);
    await clock.advance(10);
    assert.ok(memory.get(team.names.flight(QUESTION)));
    const reason = new Error('enough');
    stop.abort(reason);
    await clock.advance(0);
    assert.equal(looking.thrown, reason);
    await clock.advance(100);
    assert.deepEqual(memory.keys(), []);
    assert.equal(clock.pendingTimers, 0);
  });

  it('release all leads when they are closed', async () => {
    const { flights } = team.computer();
    for (const key of ['one', 'two']) leadOf(await team.ask(flights, key));
    flights.close();
    await clock.advance(0);
    assert.deepEqual(memory.keys(), []);
    assert.equal(clock.pendingTimers, 0);
  });
});
