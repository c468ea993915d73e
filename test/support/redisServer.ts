import { randomUUID } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import type { Certificate } from './certificates.ts';
import { startProcess, type OwnedProcess } from './childProcess.ts';
import { canInstallDebianPackages, installDebianPackages } from './debianPackages.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { freePort } from './vscode/freePort.ts';

/** How a Redis server is started. */
export interface RedisServerOptions {
  readonly password?: string;
  /** Server certificate for 127.0.0.1; the server then speaks TLS only. */
  readonly certificate?: Certificate;
}

/** Records all commands that reach a server. */
export interface Monitor {
  /** Stops, and returns everything received so far in MONITOR's format, one character per byte. */
  end(): Promise<string>;
}

const PROGRAM = 'redis-server';
const PORT_TRIES = 5;
const READY = 'Ready to accept connections';

/** A real Redis server for one test, on loopback, without persistence. */
export class RedisServer {
  readonly port: number;
  /** Contains no password. */
  readonly url: string;
  readonly #program: string;
  readonly #place: Place;
  readonly #password: string | undefined;
  #process: OwnedProcess;
  #isKilled = false;

  private constructor(program: string, place: Place, { password, certificate }: RedisServerOptions, own: Started) {
    this.port = own.port;
    this.url = `${certificate === undefined ? 'redis' : 'rediss'}://127.0.0.1:${own.port}`;
    this.#program = program;
    this.#place = place;
    this.#password = password;
    this.#process = own.process;
  }

  /** Starts a server on a free port; installs the program first if it is missing and can be installed. */
  static async start(options: RedisServerOptions = {}): Promise<RedisServer> {
    const program = await ensureProgram();
    const place = placeFor(options);
    return new RedisServer(program, place, options, await startOnFreePort(program, place));
  }

  /** Sends a command without the client under test, and returns the text of the reply. */
  async command(...words: readonly string[]): Promise<string> {
    const socket = await this.#open();
    try {
      return await exchange(socket, words);
    } finally {
      socket.destroy();
    }
  }

  /** Starts recording all commands. */
  async monitor(): Promise<Monitor> {
    const socket = await this.#open();
    await exchange(socket, ['MONITOR']);
    let text = '';
    socket.setEncoding('latin1').on('data', (piece: string) => (text += piece));
    return {
      end: async () => {
        const mark = randomUUID();
        await this.command('ECHO', mark);
        while (!text.includes(mark)) await once(socket, 'data');
        socket.destroy();
        return text;
      },
    };
  }

  /** Suspends it: it neither reads nor responds, but its connections stay open. */
  freeze(): void {
    process.kill(this.#process.pid, 'SIGSTOP');
  }

  thaw(): void {
    process.kill(this.#process.pid, 'SIGCONT');
  }

  /** Kills it without a clean shutdown. Nothing listens on its port afterwards. */
  async kill(): Promise<void> {
    this.#isKilled = true;
    process.kill(this.#process.pid, 'SIGKILL');
    await this.#process.exited;
  }

  /** Starts it again on the same port after `kill`, without data. */
  async restart(): Promise<void> {
    this.#process = await startAt(this.#program, this.#place, this.port);
    this.#isKilled = false;
  }

  async stop(): Promise<void> {
    // A suspended process handles no other signal.
    if (!this.#isKilled) this.thaw();
    await this.#process.stop();
  }

  /** TLS is only for the client under test; this uses a Unix socket. */
  async #open(): Promise<Socket> {
    const socket = connect(this.#place.socketFile);
    await once(socket, 'connect');
    if (this.#password !== undefined) await exchange(socket, ['AUTH', this.#password]);
    return socket;
  }
}

interface Place {
  readonly socketFile: string;
  readonly settings: readonly string[];
  readonly portSetting: '--port' | '--tls-port';
}

interface Started {
  readonly process: OwnedProcess;
  readonly port: number;
}

async function ensureProgram(): Promise<string> {
  const present = findProgram();
  if (present !== undefined) return present;
  if (canInstallDebianPackages()) await installDebianPackages([PROGRAM]);
  const installed = findProgram();
  if (installed !== undefined) return installed;
  throw new Error(
    `No ${PROGRAM} was found, and none could be installed. Put one on the PATH (Debian: apt-get install ${PROGRAM}).`,
  );
}

function findProgram(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(folder => folder !== '');
  return folders.map(folder => path.join(folder, PROGRAM)).find(file => existsSync(file));
}

function placeFor({ password, certificate }: RedisServerOptions): Place {
  const folder = temporaryFolder();
  const socketFile = path.join(folder, 'redis.sock');
  const settings = [
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--unixsocket',
    socketFile,
    '--save',
    '',
    '--appendonly',
    'no',
  ];
  if (password !== undefined) settings.push('--requirepass', password);
  if (certificate === undefined) return { socketFile, settings, portSetting: '--port' };
  const certFile = path.join(folder, 'cert.pem');
  const keyFile = path.join(folder, 'key.pem');
  writeFileSync(certFile, certificate.cert);
  writeFileSync(keyFile, certificate.key);
  settings.push('--port', '0', '--tls-auth-clients', 'no', '--tls-cert-file', certFile, '--tls-key-file', keyFile);
  return { socketFile, settings, portSetting: '--tls-port' };
}

/** Redis cannot choose a free port itself, so another process may take the port in the meantime. */
async function startOnFreePort(program: string, place: Place): Promise<Started> {
  for (let tries = 1; ; tries++) {
    const port = await freePort();
    try {
      return { process: await startAt(program, place, port), port };
    } catch (error) {
      if (tries === PORT_TRIES) throw error;
    }
  }
}

async function startAt(program: string, place: Place, port: number): Promise<OwnedProcess> {
  let onReady = (): void => undefined;
  const ready = new Promise<void>(resolve => (onReady = resolve));
  const child = startProcess(program, [...place.settings, place.portSetting, String(port)], {
    onOutput: () => {
      if (child.output().includes(READY)) onReady();
    },
  });
  const ended = child.exited.then(code => {
    throw new Error(`${PROGRAM} ended with ${String(code)}\n${child.output()}`);
  });
  await Promise.race([ready, ended]);
  ended.catch(() => undefined);
  return child;
}

/**
 * Sends a command and reads its reply: returns the text of a bulk string (`$LENGTH`), or the line of any other reply.
 * Lists must fit into one packet.
 */
async function exchange(socket: Socket, words: readonly string[]): Promise<string> {
  const parts = words.map(word => `$${Buffer.byteLength(word, 'latin1')}\r\n${word}\r\n`);
  socket.write(`*${words.length}\r\n${parts.join('')}`, 'latin1');
  let reply = '';
  while (!isWhole(reply)) {
    const [piece] = (await once(socket, 'data')) as [Buffer];
    reply += piece.toString('latin1');
  }
  if (reply.startsWith('-')) throw new Error(reply.trim());
  return reply.startsWith('$') ? reply.slice(reply.indexOf('\r\n') + 2, -2) : reply.slice(1, -2);
}

function isWhole(reply: string): boolean {
  const [head, length] = /^\$(\d+)\r\n/.exec(reply) ?? [];
  if (head !== undefined) return reply.length === head.length + Number(length) + 2;
  return reply.endsWith('\r\n');
}
