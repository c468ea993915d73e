import assert from 'node:assert/strict';
import { ServerHealth } from '../../../../src/core/cache/team/serverHealth.ts';
import type { TeamFault } from '../../../../src/core/cache/team/teamFault.ts';
import type { TeamServer } from '../../../../src/core/cache/team/teamServer.ts';
import { MemoryTeamServer, TeamMemory } from '../../../support/memoryTeamServer.ts';
import { VirtualClock } from '../../../support/virtualClock.ts';

const KEY = 'k';
const read = (server: TeamServer): Promise<Uint8Array | undefined> => server.get(KEY, 100);

describe('The health of a team server', () => {
  let clock: VirtualClock;
  let server: MemoryTeamServer;
  let health: ServerHealth;
  let told: (TeamFault | 'up')[];
  let logged: string[];
  let made: number;

  beforeEach(() => {
    clock = new VirtualClock();
    const memory = new TeamMemory(clock);
    memory.set(KEY, Buffer.from('v'), 10 ** 9);
    server = new MemoryTeamServer(memory, clock);
    told = [];
    logged = [];
    made = 0;
    health = new ServerHealth({
      makeServer: () => {
        made++;
        return server;
      },
      name: 'redis://127.0.0.1:1',
      clock,
      logger: {
        debug: () => undefined,
        info: text => logged.push(text),
        warn: text => logged.push(text),
        error: text => logged.push(text),
      },
      onDown: fault => told.push(fault),
      onUp: () => told.push('up'),
    });
  });

  /** Runs a command, and returns its result and duration. */
  const timed = async (): Promise<{ readonly value: string | undefined; readonly tookMs: number }> => {
    const sinceMs = clock.monotonicMs();
    let over: { readonly value: string | undefined; readonly tookMs: number } | undefined;
    const run = health.run(read).then(value => {
      over = { value: value && Buffer.from(value).toString(), tookMs: clock.monotonicMs() - sinceMs };
    });
    for (let step = 0; step < 1_000 && over === undefined; step++) await clock.advance(1);
    await run;
    assert.ok(over);
    return over;
  };
  const works = async (): Promise<void> => assert.equal((await timed()).value, 'v');

  it('connects on first use', async () => {
    assert.equal(made, 0);
    await works();
    await works();
    assert.equal(made, 1);
    assert.deepEqual(server.sent, ['ping', 'ping', 'get', 'get']);
    assert.deepEqual(told, []);
    assert.equal(clock.pendingTimers, 0);
  });

  it('sends a command synchronously while the server is up', async () => {
    await works();
    server.sent.length = 0;
    void health.run(read);
    assert.deepEqual(server.sent, ['get']);
  });

  it('waits 50 ms for a frozen server, and not at all afterwards', async () => {
    await works();
    server.fare = 'never';
    assert.deepEqual(await timed(), { value: undefined, tookMs: 50 });
    server.sent.length = 0;
    for (let times = 0; times < 100; times++) assert.equal(await health.run(read), undefined);
    assert.deepEqual(server.sent, []);
    assert.equal(clock.pendingTimers, 0);
  });

  it('lets concurrent commands wait no longer than 50 ms', async () => {
    await works();
    server.fare = 'never';
    const runs = Promise.all(Array.from({ length: 100 }, () => timed()));
    for (const { tookMs } of await runs) assert.ok(tookMs <= 50, String(tookMs));
  });

  it('does not wait for a server that refuses the connection', async () => {
    server.fare = { code: 'ECONNREFUSED' };
    const { value, tookMs } = await timed();
    assert.equal(value, undefined);
    assert.ok(tookMs <= 1);
    assert.deepEqual(told, ['unreachable']);
  });

  it('waits 50 ms for a connection that is not established, and not at all afterwards', async () => {
    server.fare = 'never';
    assert.equal((await timed()).tookMs, 50);
    const sinceMs = clock.monotonicMs();
    assert.equal(await health.run(read), undefined);
    assert.equal(clock.monotonicMs(), sinceMs);
    assert.deepEqual(server.sent, ['ping']);
  });

  it('uses a connection that was established after the command had given up', async () => {
    server.fare = 40;
    assert.equal((await timed()).value, undefined);
    await clock.advance(100);
    await works();
    assert.deepEqual(told, []);
  });

  it('gives a command no extra time to connect, and does not mark the server as slow for that', async () => {
    server.fare = 20;
    assert.deepEqual(await timed(), { value: undefined, tookMs: 50 });
    assert.deepEqual(await timed(), { value: 'v', tookMs: 20 });
    assert.deepEqual(told, []);
  });

  it('does not use a server that responds too late', async () => {
    server.fare = 80;
    assert.equal((await timed()).tookMs, 50);
    await clock.advance(1_000);
    assert.deepEqual(told, ['slow']);
    assert.equal(await health.run(read), undefined);
  });

  it('retries once after 30 s without making any command wait', async () => {
    await works();
    server.fare = 'never';
    await timed();
    server.sent.length = 0;
    await clock.advance(29_000);
    assert.equal(await health.run(read), undefined);
    assert.deepEqual(server.sent, []);
    await clock.advance(1_000);
    for (let times = 0; times < 100; times++) assert.equal(await health.run(read), undefined);
    assert.deepEqual(server.sent, ['ping']);
  });

  it('waits another 30 s when the retry fails', async () => {
    server.fare = { code: 'ECONNREFUSED' };
    await timed();
    await clock.advance(30_000);
    await timed();
    server.sent.length = 0;
    await clock.advance(29_000);
    await timed();
    assert.deepEqual(server.sent, []);
  });

  it('recovers when the retry succeeds', async () => {
    await works();
    server.fare = 'never';
    await timed();
    server.fare = 0;
    await clock.advance(30_000);
    assert.equal((await timed()).value, undefined);
    await works();
  });

  it('reports and logs each failure and each recovery once', async () => {
    server.fare = { code: 'ECONNREFUSED' };
    for (let times = 0; times < 5; times++) {
      await timed();
      await clock.advance(30_000);
    }
    assert.deepEqual(told, ['unreachable']);
    server.fare = 0;
    await timed();
    await works();
    assert.deepEqual(told, ['unreachable', 'up']);
    assert.deepEqual(logged, [
      "The team's cache cannot be used: redis://127.0.0.1:1, unreachable",
      "The team's cache is back: redis://127.0.0.1:1",
    ]);
    server.fare = { code: 'REPLY_LOADING' };
    await timed();
    assert.deepEqual(told, ['unreachable', 'up', 'not-ready']);
  });

  it('drops a connection on which the server does not respond', async () => {
    await works();
    server.fare = 'never';
    await timed();
    assert.equal(server.isConnected, false);
  });

  it('reconnects within the same command when the server closed an idle connection', async () => {
    await works();
    server.isConnected = false;
    await works();
    assert.deepEqual(told, []);
  });

  it('does not keep reconnecting to a server that hangs up on every command', async () => {
    const hangingUp = (): Promise<string> => Promise.reject(Object.assign(new Error(), { code: 'CONNECTION_CLOSED' }));
    assert.equal(await health.run(hangingUp), undefined);
    assert.deepEqual(told, ['disconnected']);
    server.sent.length = 0;
    assert.equal(await health.run(hangingUp), undefined);
    assert.deepEqual(server.sent, []);
  });

  it('stays up after a rejected command', async () => {
    await works();
    for (const code of ['REPLY_WRONGTYPE', 'REPLY_OOM', 'REPLY_NOPERM', 'REPLY_READONLY', 'REPLY_MOVED']) {
      server.fare = { code };
      assert.equal((await timed()).value, undefined);
      server.fare = 0;
      await works();
    }
    assert.deepEqual(told, []);
  });

  it('reads a response that arrived while the process was suspended', async () => {
    await works();
    server.fare = 60;
    const run = health.run(read);
    await clock.sleepThrough(200);
    assert.ok(await run);
    assert.deepEqual(told, []);
  });

  it('does not wait longer after the process was suspended', async () => {
    await works();
    server.fare = 'never';
    const run = health.run(read);
    await clock.sleepThrough(200);
    await clock.advance(10);
    assert.equal(await run, undefined);
    assert.deepEqual(told, ['slow']);
  });

  it('retries immediately and returns the fault for a command by the user', async () => {
    server.fare = { code: 'REPLY_WRONGPASS' };
    await timed();
    assert.equal(await health.ask(read), 'login');
    server.fare = 0;
    assert.deepEqual(await health.ask(read), { value: Buffer.from('v') });
    await works();
    assert.deepEqual(told, ['login', 'up']);
    server.isConnected = false;
    assert.deepEqual(await health.ask(read), { value: Buffer.from('v') });
    server.fare = { code: 'REPLY_NOPERM' };
    assert.equal(await health.ask(read), 'forbidden');
  });

  it('does nothing after it is closed, even for a command in flight', async () => {
    await works();
    server.fare = 'never';
    const run = health.run(read);
    health.close();
    await clock.advance(50);
    assert.equal(await run, undefined);
    server.sent.length = 0;
    assert.equal(await health.run(read), undefined);
    assert.equal(await health.ask(read), 'disconnected');
    assert.deepEqual([server.sent, told, server.isConnected], [[], [], false]);
  });

  it('survives a library that cannot be loaded', async () => {
    const broken = new ServerHealth({
      makeServer: () => {
        throw new Error('no such file');
      },
      name: '',
      clock,
      logger: { debug() {}, info() {}, warn() {}, error() {} },
      onDown: fault => told.push(fault),
      onUp: () => undefined,
    });
    assert.equal(await broken.run(read), undefined);
    assert.deepEqual(told, ['unreachable']);
  });
});
