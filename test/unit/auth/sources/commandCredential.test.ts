import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { homedir } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { commandCredential } from '../../../../src/core/auth/sources/commandCredential.ts';
import type { SourcedCredential } from '../../../../src/core/auth/sources/readCredential.ts';
import type { Logger } from '../../../../src/core/logger.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';
import { VirtualClock } from '../../../support/virtualClock.ts';
import { sourceFailureOf, wordsOf } from './failure.ts';

const KEY = { kind: 'apiKey', key: 'bce-v3/a/b' };

describe('The program that prints a credential', () => {
  let clock: VirtualClock;
  let warnings: string[];
  /** Processes connect to this server, so that a test sees when they start and exit. */
  let beacon: Server;

  beforeEach(async () => {
    clock = new VirtualClock();
    warnings = [];
    beacon = createServer().listen(0, '127.0.0.1');
    await once(beacon, 'listening');
  });
  afterEach(() => void beacon.close());

  const run = (
    command: readonly string[],
    signal = new AbortController().signal,
  ): Promise<SourcedCredential | undefined> => {
    const logger: Logger = { ...silentLogger, warn: message => warnings.push(message) };
    return commandCredential({ command: () => command, clock, logger })(signal);
  };
  const node = (script: string, ...args: string[]): string[] => [process.execPath, '-e', script, '--', ...args];
  const print = (text: string): string[] => node('process.stdout.write(process.argv[1])', text);
  const connect = (): string => `require('net').connect(${(beacon.address() as AddressInfo).port}, '127.0.0.1')`;
  const connected = async (): Promise<Socket> => {
    const [socket] = (await once(beacon, 'connection')) as [Socket];
    return socket.on('error', () => socket.destroy()).resume();
  };

  it('provides the credential it prints, for any host', async () => {
    assert.deepEqual(await run(print(JSON.stringify(KEY))), { credential: KEY, origins: 'any' });
    const expiresAtMs = clock.now() + 3_600_000;
    const text = `\ufeff${JSON.stringify({ ...KEY, expiresAt: new Date(expiresAtMs).toISOString() })}\r\n`;
    assert.deepEqual(await run(print(text)), { credential: KEY, expiresAtMs, origins: 'any' });
    assert.deepEqual([clock.pendingTimers, warnings], [0, []]);
  });

  it('runs without a shell, in the home folder, with the environment of this process', async () => {
    const script = `
      const key = [process.argv[1], process.cwd(), process.env.PATH].map(each => Buffer.from(each).toString('base64url'));
      console.log(JSON.stringify({ kind: 'apiKey', key: key.join(',') }))`;
    const read = await run(node(script, '$HOME `id`; "&&'));
    const key = read?.credential.kind === 'apiKey' ? read.credential.key : '';
    const texts = key.split(',').map(each => Buffer.from(each, 'base64url').toString());
    assert.deepEqual(texts, ['$HOME `id`; "&&', homedir(), process.env['PATH']]);
  });

  it('fails with a separate code for each mistake', async () => {
    await sourceFailureOf(run([]), 'command_unset');
    await sourceFailureOf(run(['no-such-program-of-ours']), 'command_not_found');
    await sourceFailureOf(run([path.join(temporaryFolder(), 'none')]), 'command_not_found');
    await sourceFailureOf(run([process.execPath, 'nul\0']), 'command_not_executable');
    assert.match((await sourceFailureOf(run(node('process.exit(3)')), 'command_failed')).message, /\b3$/);
    await sourceFailureOf(run(node('process.kill(process.pid, "SIGKILL")')), 'command_failed');
    await sourceFailureOf(run(print('')), 'command_not_json');
    await sourceFailureOf(run(print(`key: ${KEY.key}`)), 'command_not_json');
    await sourceFailureOf(run(print('null')), 'command_wrong_shape');
    await sourceFailureOf(run(print('[]')), 'command_wrong_shape');
    await sourceFailureOf(run(print(JSON.stringify({ ...KEY, expiration: 1 }))), 'command_wrong_shape');
    const expiresAt = new Date(clock.now()).toISOString();
    await sourceFailureOf(run(print(JSON.stringify({ ...KEY, expiresAt }))), 'command_expired');
    assert.equal(clock.pendingTimers, 0);
    await sourceFailureOf(run(node('process.stdout.write("x".repeat(65537))')), 'command_too_much');
  });

  it('must be executable', async function () {
    if (process.platform === 'win32') this.skip();
    const file = path.join(temporaryFolder(), 'program');
    writeFileSync(file, '#!/bin/sh\n');
    chmodSync(file, 0o600);
    await sourceFailureOf(run([file]), 'command_not_executable');
  });

  it('is terminated after 10 seconds, with SIGKILL when it ignores SIGTERM', async () => {
    const ignoring = `process.on('SIGTERM', () => {}); ${connect()}`;
    const gone = once(beacon, 'connection');
    const failure = sourceFailureOf(run(node(ignoring)), 'command_timeout');
    const [socket] = (await gone) as [Socket];
    const closed = once(socket.on('error', () => socket.destroy()).resume(), 'close');
    await clock.advance(9_999);
    assert.equal(socket.closed, false);
    await clock.advance(1);
    assert.equal((await failure).details.limitSeconds, 10);
    await clock.advance(2_000);
    await closed;
  });

  it('is killed with its child processes when the request is aborted', async function () {
    if (process.platform === 'win32') this.skip();
    const child = `${connect()}; process.on('SIGTERM', () => {})`;
    const parent = `require('child_process').spawn(process.execPath, ['-e', process.argv[1]]); setInterval(() => {}, 1e6)`;
    const controller = new AbortController();
    const reading = run(node(parent, child), controller.signal);
    const closed = once(await connected(), 'close');
    const reason = new Error('enough');
    controller.abort(reason);
    await assert.rejects(reading, reason);
    await closed;
    await assert.rejects(run(print('{}'), AbortSignal.abort(reason)), reason);
  });

  it('may leave an agent behind that keeps its output open', async () => {
    const agent = `${connect()}.on('close', () => process.exit())`;
    const script = `
      require('child_process').spawn(process.execPath, ['-e', process.argv[1]], { stdio: 'inherit', detached: true }).unref();
      console.log(process.argv[2])`;
    const reading = run(node(script, agent, JSON.stringify(KEY)));
    const socket = await connected();
    // The timer for the output starts beside that of the program once the program has exited.
    while (clock.pendingTimers < 2) await setImmediate();
    await clock.advance(2_000);
    assert.deepEqual((await reading)?.credential, KEY);
    assert.equal(socket.closed, false);
    const closed = once(socket, 'close');
    socket.destroy();
    await closed;
  });

  it('has its error output logged, shortened and without secrets, but not in the failure', async () => {
    const secret = 'A1b2C3d4E5f6A1b2C3d4E5f6';
    const script = 'console.error(process.argv[1]); process.exit(1)';
    const failure = await sourceFailureOf(
      run(node(script, `no such entry\n bce-v3/ALTAK-1/zz ${secret} ${'word '.repeat(100)}`)),
      'command_failed',
    );
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /no such entry bce-v3\/\*\*\* \*\*\* word/);
    assert.ok((warnings[0] ?? '').length < 260);
    assert.doesNotMatch(wordsOf(failure), /no such entry|zz|A1b2/);
  });

  it('has no failure that quotes its output', async () => {
    const words = wordsOf(await sourceFailureOf(run(print('{"kind":"apiKey","key":"very-secret')), 'command_not_json'));
    assert.doesNotMatch(words, /very-secret/);
  });
});
