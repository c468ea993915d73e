import assert from 'node:assert/strict';
import type { TeamServerPlace } from '../../../src/core/cache/team/teamServer.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { teamTools } from '../../../src/extension/teamTools.ts';
import type { TeamSecret } from '../../../src/host/cache/teamSecrets.ts';
import type { TeamTools } from '../../../src/host/cache/teamTools.ts';
import { MemoryTeamServer, TeamMemory } from '../../support/memoryTeamServer.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const never = new AbortController().signal;

describe('The tools for setting up a team cache', () => {
  let clock: VirtualClock;
  let places: TeamServerPlace[];
  let server: MemoryTeamServer;
  let tools: TeamTools;
  let team: TeamSecret;

  beforeEach(() => {
    clock = new VirtualClock();
    places = [];
    server = new MemoryTeamServer(new TeamMemory(clock), clock);
    const createRedisClient = (place: TeamServerPlace): MemoryTeamServer => {
      places.push(place);
      return server;
    };
    tools = teamTools({ load: () => ({ createRedisClient }), clock, logger: silentLogger });
    team = { url: 'rediss://me@redis.example:6380/2', password: 'p@ss', key: tools.newKey() };
  });

  it('make keys that they can read again, also with a line break from a mail program', () => {
    const key = tools.newKey();
    assert.notEqual(key, tools.newKey());
    assert.deepEqual(tools.readKey(` ${key.slice(0, 30)}\n${key.slice(30)}\n`), { key });
    assert.equal(tools.readKey(key.slice(0, -1)), 'incomplete');
  });

  it('separate the password from a URL, and keep the user and the database in it', () => {
    // `URL` does not trim the ideographic space that a Chinese input method types.
    assert.deepEqual(tools.readAddress(' rediss://me:p%40ss@redis.example:6380/2\u3000'), {
      url: team.url,
      password: team.password,
    });
    assert.deepEqual(tools.readAddress('redis://:secret@localhost'), { url: 'redis://localhost', password: 'secret' });
    assert.deepEqual(tools.readAddress(team.url), { url: team.url });
    assert.equal(tools.readAddress('redis://redis.example'), 'insecure');
  });

  it('check the given server, and measure how long a question would wait for it', async () => {
    server.fare = 7;
    const verdict = tools.check(team, never);
    await clock.advance(1000);
    assert.deepEqual(await verdict, { ms: 7 });
    assert.deepEqual(
      places.map(({ host, port, isTls, user, password, database }) => [host, port, isTls, user, password, database]),
      [['redis.example', 6380, true, 'me', 'p@ss', 2]],
    );
    assert.equal(server.isConnected, false);
  });

  it('return the reason when the check fails', async () => {
    server.fare = { code: 'REPLY_WRONGPASS' };
    assert.equal(await tools.check(team, never), 'login');
  });

  it('contact no server with an unusable URL or key', async () => {
    assert.equal(await tools.check({ ...team, url: 'redis://redis.example' }, never), 'unfit');
    assert.equal(await tools.check({ ...team, key: 'wenxin-team-1.x' }, never), 'unfit');
    assert.deepEqual(places, []);
  });

  it('end the check with the signal’s reason, and close the connection', async () => {
    server.fare = 7;
    const stop = new AbortController();
    const verdict = tools.check(team, stop.signal);
    await clock.advance(20);
    assert.equal(server.isConnected, true);
    const reason = new Error('enough');
    stop.abort(reason);
    await assert.rejects(verdict, error => error === reason);
    assert.equal(server.isConnected, false);
  });
});
