import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { inspect } from 'node:util';
import type { TeamServer } from '../../../../src/core/cache/team/teamServer.ts';
import type { RedisClientPart, RedisPlace } from '../../../../src/lazy/redisClient.ts';
import { builtRedisClient } from '../../../support/builtRedisClient.ts';
import { makeAuthority } from '../../../support/certificates.ts';
import { startProcess } from '../../../support/childProcess.ts';
import { madeUp } from '../../../support/madeUpSecret.ts';
import { RedisServer } from '../../../support/redisServer.ts';

const PASSWORD = madeUp('letters', 24, 'team');
const WRONG_PASSWORD = madeUp('letters', 24, 'stranger');

describe('The Redis client', function () {
  this.timeout(180_000);
  let file: string;
  let part: RedisClientPart;
  let server: RedisServer;
  const endings: (() => unknown)[] = [];

  before(async function () {
    // Redis may have to be installed.
    this.timeout(600_000);
    ({ file, part } = await builtRedisClient());
    server = await RedisServer.start();
  });
  beforeEach(() => server.command('FLUSHALL'));
  afterEach(async () => {
    for (const end of endings.splice(0)) await end();
  });
  after(() => server.stop());

  const clientFor = (place: Partial<RedisPlace> & { readonly port: number }): TeamServer => {
    // Longer than a busy machine pauses; the tests of the timeouts set their own.
    const timeouts = { connectTimeoutMs: 60_000, commandTimeoutMs: 60_000 };
    const client = part.createRedisClient({ host: '127.0.0.1', isTls: false, database: 0, ...timeouts, ...place });
    endings.unshift(() => client.disconnect());
    return client;
  };
  const connected = async (): Promise<TeamServer> => {
    const client = clientFor({ port: server.port });
    await client.ping();
    return client;
  };
  const own = async (options: Parameters<typeof RedisServer.start>[0]): Promise<RedisServer> => {
    const started = await RedisServer.start(options);
    endings.push(() => started.stop());
    return started;
  };
  const listen = async (stranger: Server): Promise<number> => {
    stranger.listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    endings.push(() => stranger.close());
    return (stranger.address() as AddressInfo).port;
  };

  it('returns bytes unchanged, and `undefined` for a missing key', async () => {
    const client = await connected();
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    await client.set('k', bytes, 60_000);
    assert.deepEqual(Buffer.from((await client.get('k', 1_000)) ?? []), Buffer.from(bytes));
    assert.deepEqual(Buffer.from((await client.get('k', 10)) ?? []), Buffer.from(bytes.subarray(0, 10)));
    assert.equal(await client.get('other', 1_000), undefined);
  });

  it('sets a value with its lifetime', async () => {
    await (await connected()).set('k', Buffer.from('v'), 60_000);
    const lifeMs = Number(await server.command('PTTL', 'k'));
    assert.ok(lifeMs > 30_000 && lifeMs <= 60_000, String(lifeMs));
  });

  it('uses the configured database', async () => {
    const client = clientFor({ port: server.port, database: 3 });
    await client.ping();
    await client.set('k', Buffer.from('v'), 60_000);
    assert.equal(await (await connected()).get('k', 10), undefined);
    assert.match(await server.command('INFO', 'keyspace'), /db3:keys=1/);
  });

  it('does not fall back to another database when that one is rejected', async () => {
    const client = clientFor({ port: server.port, database: 99 });
    await assert.rejects(client.ping(), { code: 'REPLY_ERR' });
    await assert.rejects(client.get('k', 10), { code: 'NOT_CONNECTED' });
  });

  it('gives a lease to the first owner, and returns that owner to the others', async () => {
    const client = await connected();
    assert.equal(await client.takeLease('f', 'one', 5_000), 'one');
    assert.equal(await client.takeLease('f', 'two', 5_000), 'one');
    const lifeMs = Number(await server.command('PTTL', 'f'));
    assert.ok(lifeMs > 0 && lifeMs <= 5_000, String(lifeMs));
  });

  it('takes over a lease that expires later than any real one', async () => {
    await server.command('SET', 'f', 'squatter');
    const client = await connected();
    assert.equal(await client.takeLease('f', 'one', 5_000), 'one');
    await server.command('SET', 'f', 'squatter', 'PX', '6000');
    assert.equal(await client.takeLease('f', 'one', 5_000), 'one');
  });

  it('lets only the owner renew or release a lease', async () => {
    const client = await connected();
    await client.takeLease('f', 'one', 5_000);
    assert.equal(await client.renewLease('f', 'two', 9_000), false);
    await client.releaseLease('f', 'two');
    assert.equal(await server.command('GET', 'f'), 'one');
    assert.ok(Number(await server.command('PTTL', 'f')) <= 5_000);
    assert.equal(await client.renewLease('f', 'one', 9_000), true);
    assert.ok(Number(await server.command('PTTL', 'f')) > 5_000);
    await client.releaseLease('f', 'one');
    assert.equal(await server.command('EXISTS', 'f'), '0');
    assert.equal(await client.renewLease('f', 'one', 9_000), false);
  });

  it('counts and deletes only keys with a prefix, even thousands of them', async () => {
    const client = await connected();
    for (let index = 0; index < 2_500; index++) void client.set(`a*:${index}`, Buffer.from('v'), 60_000);
    await client.set('ab:1', Buffer.from('v'), 60_000);
    assert.equal(await client.count('a*:'), 2_500);
    assert.equal(await client.deleteAll('a*:'), 2_500);
    assert.equal(await client.count('a*:'), 0);
    assert.equal(await server.command('DBSIZE'), '1');
  });

  it('connects only on ping', async () => {
    const client = clientFor({ port: server.port });
    await assert.rejects(client.get('k', 10), { code: 'NOT_CONNECTED' });
    await client.ping();
    await client.get('k', 10);
    client.disconnect();
    await assert.rejects(client.get('k', 10), { code: 'NOT_CONNECTED' });
    await client.ping();
    await client.get('k', 10);
  });

  it('sends commands that were issued before the disconnect', async () => {
    const client = await connected();
    client.set('k', Buffer.from('v'), 60_000).catch(() => undefined);
    client.disconnect();
    for (let tries = 0; tries < 200 && (await server.command('EXISTS', 'k')) === '0'; tries++);
    assert.equal(await server.command('GET', 'k'), 'v');
  });

  it('detects a connection closed by the server, and reconnects on the next ping', async () => {
    const client = await connected();
    await server.command('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await assert.rejects(async () => {
      for (;;) await client.get('k', 10);
    }, /NOT_CONNECTED|CONNECTION_CLOSED/);
    await client.ping();
    assert.equal(await client.get('k', 10), undefined);
  });

  it('does not reconnect by itself, so that its process can exit', async () => {
    const place = { host: '127.0.0.1', port: server.port, isTls: false, database: 0 };
    const asked = JSON.stringify({ ...place, connectTimeoutMs: 9_000, commandTimeoutMs: 9_000 });
    const script = `
      const client = require(process.argv[1]).createRedisClient(JSON.parse(process.argv[2]));
      client.ping().then(() => console.log('connected'));`;
    let onConnected = (): void => undefined;
    const isConnected = new Promise<void>(resolve => (onConnected = resolve));
    const child = startProcess(process.execPath, ['-e', script, '--', file, asked], { onOutput: onConnected });
    endings.push(() => child.stop());
    await isConnected;
    await server.command('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    assert.deepEqual([await child.exited, child.output().trim()], [0, 'connected']);
  });

  it('logs in, and reports a rejected login', async () => {
    const locked = await own({ password: PASSWORD });
    const client = clientFor({ port: locked.port, password: PASSWORD });
    await client.ping();
    await client.get('k', 10);
    await assert.rejects(clientFor({ port: locked.port }).ping(), { code: 'REPLY_NOAUTH' });
    await assert.rejects(clientFor({ port: locked.port, password: WRONG_PASSWORD }).ping(), {
      code: 'REPLY_WRONGPASS',
    });
    await assert.rejects(clientFor({ port: locked.port, user: 'nobody', password: PASSWORD }).ping(), {
      code: 'REPLY_WRONGPASS',
    });
  });

  it('reports the code of an error reply', async () => {
    const client = await connected();
    await server.command('LPUSH', 'k', 'v');
    await assert.rejects(client.get('k', 10), { code: 'REPLY_WRONGTYPE' });
    await assert.rejects(client.takeLease('k', 'one', 5_000), { code: 'REPLY_WRONGTYPE' });
    await client.ping();
  });

  it('distinguishes hosts without Redis', async () => {
    const silent = await listen(createServer(socket => socket.on('error', () => undefined).resume()));
    const talker = await listen(
      createServer(socket => socket.on('error', () => undefined).end('HTTP/1.1 400 No\r\n\r\n')),
    );
    const gone = await own({});
    await gone.kill();
    await assert.rejects(clientFor({ port: silent, commandTimeoutMs: 20 }).ping(), { code: 'COMMAND_TIMEOUT' });
    await assert.rejects(clientFor({ port: talker }).ping(), { code: 'NO_REDIS' });
    await assert.rejects(clientFor({ port: gone.port }).ping(), { code: 'ECONNREFUSED' });
  });

  it('times out on a frozen server, and does not reconnect by itself', async () => {
    const frozen = await own({});
    const client = clientFor({ port: frozen.port, commandTimeoutMs: 20 });
    const isConnected = (): Promise<boolean> => {
      return client.ping().then(
        () => true,
        () => false,
      );
    };
    // On a busy machine, a ping may exceed the timeout.
    while (!(await isConnected()));
    frozen.freeze();
    await assert.rejects(client.get('k', 10), { code: 'COMMAND_TIMEOUT' });
    client.disconnect();
    frozen.thaw();
    await frozen.command('PING');
    assert.match(await frozen.command('INFO', 'clients'), /connected_clients:1\r/);
  });

  it('connects over TLS only to a server with a trusted certificate authority', async () => {
    const authority = await makeAuthority('team');
    const secure = await own({ certificate: authority.server });
    await assert.rejects(clientFor({ port: secure.port, isTls: true }).ping(), { code: /CERT|VERIFY/ });
    // Redis may wait for the rest of what it takes for a command.
    await assert.rejects(clientFor({ port: server.port, isTls: true, connectTimeoutMs: 2_000 }).ping());
    const before = getCACertificates('default');
    setDefaultCACertificates([...before, authority.cert]);
    endings.push(() => setDefaultCACertificates(before));
    const client = clientFor({ port: secure.port, isTls: true });
    await client.ping();
    await client.set('k', Buffer.from('v'), 60_000);
    assert.equal(await secure.command('GET', 'k'), 'v');
  });

  it('never includes the password or sent data in an error', async () => {
    const locked = await own({ password: PASSWORD });
    const errors: unknown[] = [];
    const fails = (run: Promise<unknown>): Promise<unknown> => run.catch((error: unknown) => errors.push(error));
    await fails(clientFor({ port: locked.port, password: WRONG_PASSWORD }).ping());
    await locked.kill();
    await fails(clientFor({ port: locked.port, password: WRONG_PASSWORD }).ping());
    await server.command('LPUSH', WRONG_PASSWORD, 'v');
    await fails((await connected()).get(WRONG_PASSWORD, 10));
    assert.equal(errors.length, 3);
    for (const error of errors) {
      assert.ok(!inspect(error, { depth: 10, showHidden: true }).includes(WRONG_PASSWORD));
    }
  });

  it('prints nothing, even with DEBUG=*', async () => {
    const locked = await own({ password: PASSWORD });
    const script = `
      const client = require(process.argv[1]).createRedisClient(JSON.parse(process.argv[2]));
      client.ping().then(() => 'good', error => error.code).then(text => {
        client.disconnect();
        process.stdout.write(text);
      });`;
    const place = { host: '127.0.0.1', port: locked.port, isTls: false, database: 0 };
    const run = (password: string): string => {
      const asked = JSON.stringify({ ...place, password, connectTimeoutMs: 9_000, commandTimeoutMs: 9_000 });
      const env = { ...process.env, DEBUG: '*', NODE_DEBUG: '' };
      const { stdout, stderr } = spawnSync(process.execPath, ['-e', script, '--', file, asked], {
        env,
        encoding: 'utf8',
      });
      return stdout + stderr;
    };
    assert.equal(run(PASSWORD), 'good');
    assert.equal(run(WRONG_PASSWORD), 'REPLY_WRONGPASS');
  });
});
