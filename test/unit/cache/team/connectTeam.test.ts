import assert from 'node:assert/strict';
import { connectTeam, type TeamConnection } from '../../../../src/core/cache/team/connectTeam.ts';
import { parseTeamAddress } from '../../../../src/core/cache/team/teamAddress.ts';
import { TeamKey } from '../../../../src/core/cache/team/teamKey.ts';
import type { TeamServerPlace } from '../../../../src/core/cache/team/teamServer.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { MemoryTeamServer, TeamMemory } from '../../../support/memoryTeamServer.ts';
import { VirtualClock } from '../../../support/virtualClock.ts';

describe('The connection to a team', () => {
  let clock: VirtualClock;
  let memory: TeamMemory;
  let server: MemoryTeamServer;
  let places: TeamServerPlace[];

  beforeEach(() => {
    clock = new VirtualClock();
    memory = new TeamMemory(clock);
    server = new MemoryTeamServer(memory, clock);
    places = [];
  });

  const connect = (url: string, password?: string): TeamConnection => {
    const address = parseTeamAddress(url);
    assert.ok(typeof address === 'object');
    const createRedisClient = (place: TeamServerPlace): MemoryTeamServer => {
      places.push(place);
      return server;
    };
    return connectTeam({
      address,
      ...(password !== undefined && { password }),
      key: TeamKey.create(),
      load: () => ({ createRedisClient }),
      clock,
      logger: silentLogger,
      onDown: () => undefined,
      onUp: () => undefined,
    });
  };

  it('uses the address, with a separately given password over the one in it', async () => {
    const limits = { connectTimeoutMs: 500, commandTimeoutMs: 250 };
    await connect('rediss://me:early@host:7/2', 'late').answers.get('one');
    await connect('rediss://me:early@host:7/2').answers.get('one');
    await connect('rediss://host').answers.get('one');
    const place = { host: 'host', port: 7, isTls: true, user: 'me', database: 2, ...limits };
    assert.deepEqual(places, [
      { ...place, password: 'late' },
      { ...place, password: 'early' },
      { host: 'host', port: 6379, isTls: true, database: 0, ...limits },
    ]);
  });

  it('loads nothing and connects nowhere before its first use', async () => {
    const team = connect('redis://localhost');
    await clock.advance(60_000);
    assert.deepEqual([places, server.sent], [[], []]);
    await team.answers.get('one');
    assert.equal(places.length, 1);
  });

  it('releases its leads and disconnects when it is closed', async () => {
    const team = connect('redis://localhost');
    const got = await team.flights.take('one', new AbortController().signal).next();
    assert.ok(got.done === true && got.value?.type === 'lead');
    assert.equal(memory.keys().length, 1);
    team.close();
    await clock.advance(0);
    assert.deepEqual([memory.keys(), server.isConnected, clock.pendingTimers], [[], false, 0]);
  });

  it('is unfit when the server does not behave as expected', async () => {
    assert.equal(await connect('redis://localhost').check(), 'ok');
    server.get = () => Promise.resolve(Buffer.from('something else'));
    assert.equal(await connect('redis://localhost').check(), 'unfit');
    server = new MemoryTeamServer(memory, clock);
    server.takeLease = () => Promise.resolve('somebody else');
    assert.equal(await connect('redis://localhost').check(), 'unfit');
    server = new MemoryTeamServer(memory, clock);
    server.renewLease = () => Promise.resolve(false);
    assert.equal(await connect('redis://localhost').check(), 'unfit');
  });
});
