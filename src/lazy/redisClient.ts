import { Redis } from 'ioredis';

/** Where a Redis is, and how long it is waited for. */
export interface RedisPlace {
  /** A name or an address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  /** The default user where missing. */
  readonly user?: string;
  readonly password?: string;
  readonly database: number;
  readonly connectTimeoutMs: number;
  readonly commandTimeoutMs: number;
}

/** What this file is when it is loaded as a part of its own. */
export interface RedisClientPart {
  readonly createRedisClient: (place: RedisPlace) => RedisClient;
}

/** Takes a lease unless it is held, and tells whose it is. One that would live for longer than any is nobody's. */
const TAKE = `
  local holder = redis.call('GET', KEYS[1])
  if holder then
    local left = redis.call('PTTL', KEYS[1])
    if left > 0 and left <= tonumber(ARGV[2]) then return holder end
  end
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return ARGV[1]`;
const RENEW = `
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;
const RELEASE = `
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  return redis.call('DEL', KEYS[1])`;

/** So many keys are looked through in one step, which keeps the server no longer than any other command. */
const SCAN_COUNT = 1000;

/**
 * One connection to a Redis. Only `ping` connects; when the connection is lost, commands fail until the next `ping`, and
 * nothing is sent again. What it throws has a `code`: Node's, `REPLY_` with the first word of Redis's reply
 * (`REPLY_WRONGTYPE`), or `NOT_CONNECTED` (nothing was sent), `CONNECTION_CLOSED`, `COMMAND_TIMEOUT`, `NO_REDIS`. It never
 * holds what was sent.
 */
export class RedisClient {
  readonly #place: RedisPlace;
  #connection: Redis | undefined;
  /** Becomes the connection when it has proved to be good. */
  #opening: Redis | undefined;
  #connecting: Promise<void> | undefined;

  constructor(place: RedisPlace) {
    this.#place = place;
  }

  /** Connects where there is no connection, and asks for a sign of life. */
  async ping(): Promise<void> {
    if (this.#connection?.status === 'ready') await this.#run(redis => redis.ping());
    else await (this.#connecting ??= this.#connect().finally(() => (this.#connecting = undefined)));
  }

  /** The first `maxBytes` of a value. */
  async get(key: string, maxBytes: number): Promise<Uint8Array | undefined> {
    const value = await this.#run(redis => redis.getrangeBuffer(key, 0, maxBytes - 1));
    return value.length === 0 ? undefined : value;
  }

  async set(key: string, value: Uint8Array, lifeMs: number): Promise<void> {
    await this.#run(redis => redis.set(key, asBuffer(value), 'PX', lifeMs));
  }

  /** Takes a lease unless somebody has it. Returns who has it now. */
  async takeLease(key: string, owner: string, lifeMs: number): Promise<string> {
    return String(await this.#run(redis => redis.eval(TAKE, 1, key, owner, lifeMs)));
  }

  /** Lets a lease live for `lifeMs` from now. False when it is not the owner's any more. */
  async renewLease(key: string, owner: string, lifeMs: number): Promise<boolean> {
    return (await this.#run(redis => redis.eval(RENEW, 1, key, owner, lifeMs))) === 1;
  }

  /** Ends a lease, if it is the owner's. */
  async releaseLease(key: string, owner: string): Promise<void> {
    await this.#run(redis => redis.eval(RELEASE, 1, key, owner));
  }

  /** Deletes all keys that begin with `prefix`, step by step. Returns how many there were. */
  async deleteAll(prefix: string): Promise<number> {
    let deleted = 0;
    for await (const keys of this.#keys(prefix)) deleted += await this.#run(redis => redis.unlink(keys));
    return deleted;
  }

  /** How many keys begin with `prefix`. While the server grows or shrinks its table it may see one twice. */
  async count(prefix: string): Promise<number> {
    let count = 0;
    for await (const keys of this.#keys(prefix)) count += keys.length;
    return count;
  }

  /** Lets the connection go, behind what was sent already. The next `ping` makes another one. */
  disconnect(): void {
    letGo(this.#connection);
    letGo(this.#opening);
    this.#connection = this.#opening = undefined;
  }

  async *#keys(prefix: string): AsyncGenerator<string[]> {
    const pattern = `${prefix.replace(/[\\*?[\]]/g, '\\$&')}*`;
    let cursor = '0';
    do {
      const [next, keys] = await this.#run(redis => redis.scan(cursor, 'MATCH', pattern, 'COUNT', SCAN_COUNT));
      if (keys.length > 0) yield keys;
      cursor = next;
    } while (cursor !== '0');
  }

  async #connect(): Promise<void> {
    const { host, port, isTls, user, password, database, connectTimeoutMs, commandTimeoutMs } = this.#place;
    const redis = new Redis({
      host,
      port,
      ...(isTls && { tls: {} }),
      ...(user !== undefined && { username: user }),
      ...(password !== undefined && { password }),
      db: database,
      connectTimeout: connectTimeoutMs,
      commandTimeout: commandTimeoutMs,
      disconnectTimeout: commandTimeoutMs,
      lazyConnect: true,
      // Whoever asks decides when to try again.
      retryStrategy: null,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      enableOfflineQueue: false,
      // The same in all versions, and through proxies. A PING also shows whether the data are loaded and the login is good.
      protocol: 2,
      enableReadyCheck: false,
      disableClientInfo: true,
    });
    // The promise only tells that the connection was closed. Without a listener, ioredis prints errors.
    let cause: unknown;
    redis.on('error', (error: unknown) => (cause ??= error));
    this.#opening = redis;
    try {
      await redis.connect();
      await redis.ping();
      // It goes on with database 0 where another one was refused.
      if (cause instanceof Error) throw cause;
    } catch (error) {
      letGo(redis);
      throw asFailure(cause ?? error);
    }
    if (this.#opening === redis) this.#connection = redis;
  }

  async #run<T>(command: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = this.#connection;
    if (redis?.status !== 'ready') throw failure('NOT_CONNECTED');
    try {
      return await command(redis);
    } catch (error) {
      const failed = asFailure(error);
      // The server's end is closed already, while this one does not know it yet.
      if (failed.code === 'CONNECTION_CLOSED' && this.#connection === redis) this.disconnect();
      throw failed;
    }
  }
}

/** Makes a client. It does not connect yet. */
export function createRedisClient(place: RedisPlace): RedisClient {
  return new RedisClient(place);
}

/** On one that has ended, ioredis would set a timer for nothing. */
function letGo(redis: Redis | undefined): void {
  if (redis !== undefined && redis.status !== 'end') redis.disconnect();
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** ioredis' own errors are not attached: they hold the command with all it sent, and so the password. */
function asFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return failure('UNKNOWN');
  if (error.name === 'ReplyError') return failure(`REPLY_${wordOf(error.message)}`);
  if (/^Unknown RESP type/.test(error.message)) return failure('NO_REDIS');
  if ('code' in error && typeof error.code === 'string') return failure(error.code);
  if (/timed out/.test(error.message)) return failure('COMMAND_TIMEOUT');
  return failure('CONNECTION_CLOSED');
}

function wordOf(reply: string): string {
  // Before version 6 a wrong password had no word of its own.
  if (/^ERR invalid password/.test(reply)) return 'WRONGPASS';
  return /^[A-Z]{2,30}/.exec(reply)?.[0] ?? 'ERR';
}

interface Failure extends Error {
  readonly code: string;
}

function failure(code: string): Failure {
  return Object.assign(new Error(`Redis: ${code}`), { code });
}
