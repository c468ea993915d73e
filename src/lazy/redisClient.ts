import { Redis } from 'ioredis';

/** Address of a Redis server, with timeouts. */
export interface RedisPlace {
  /** A host name or an address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  /** Defaults to Redis's default user. */
  readonly user?: string;
  readonly password?: string;
  readonly database: number;
  readonly connectTimeoutMs: number;
  readonly commandTimeoutMs: number;
}

/** The exports of this file, which is a separate bundle loaded on demand. */
export interface RedisClientPart {
  readonly createRedisClient: (place: RedisPlace) => RedisClient;
}

/**
 * Takes a lease unless it is held, and returns the holder. A lease without an expiry, or with one later than this
 * lifetime allows, is invalid and is replaced.
 */
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

/** Keys per SCAN step; a step blocks the server no longer than other commands. */
const SCAN_COUNT = 1000;

/**
 * A single connection to Redis. Only `ping` connects; after the connection is lost, commands fail until the next
 * `ping`, and nothing is resent. Errors have a `code`: Node's, `REPLY_` with the first word of Redis's reply
 * (`REPLY_WRONGTYPE`), or `NOT_CONNECTED` (nothing was sent), `CONNECTION_CLOSED`, `COMMAND_TIMEOUT`, `NO_REDIS`. They
 * never contain what was sent.
 */
export class RedisClient {
  readonly #place: RedisPlace;
  #connection: Redis | undefined;
  /** Becomes `#connection` once it is verified. */
  #opening: Redis | undefined;
  #connecting: Promise<void> | undefined;

  constructor(place: RedisPlace) {
    this.#place = place;
  }

  /** Connects if necessary, otherwise checks the connection. */
  async ping(): Promise<void> {
    if (this.#connection?.status === 'ready') await this.#run(redis => redis.ping());
    else await (this.#connecting ??= this.#connect().finally(() => (this.#connecting = undefined)));
  }

  /** Returns the first `maxBytes` of a value; `undefined` when there is none. */
  async get(key: string, maxBytes: number): Promise<Uint8Array | undefined> {
    const value = await this.#run(redis => redis.getrangeBuffer(key, 0, maxBytes - 1));
    return value.length === 0 ? undefined : value;
  }

  async set(key: string, value: Uint8Array, lifeMs: number): Promise<void> {
    await this.#run(redis => redis.set(key, asBuffer(value), 'PX', lifeMs));
  }

  /** Takes a lease unless it is held. Returns the current holder. */
  async takeLease(key: string, owner: string, lifeMs: number): Promise<string> {
    return String(await this.#run(redis => redis.eval(TAKE, 1, key, owner, lifeMs)));
  }

  /** Extends a lease to `lifeMs` from now. Returns false when the owner no longer holds it. */
  async renewLease(key: string, owner: string, lifeMs: number): Promise<boolean> {
    return (await this.#run(redis => redis.eval(RENEW, 1, key, owner, lifeMs))) === 1;
  }

  /** Releases a lease if the owner holds it. */
  async releaseLease(key: string, owner: string): Promise<void> {
    await this.#run(redis => redis.eval(RELEASE, 1, key, owner));
  }

  /** Deletes all keys that begin with `prefix`, in steps. Returns their number. */
  async deleteAll(prefix: string): Promise<number> {
    let deleted = 0;
    for await (const keys of this.#keys(prefix)) deleted += await this.#run(redis => redis.unlink(keys));
    return deleted;
  }

  /** Counts the keys that begin with `prefix`. A key may be counted twice while the server resizes its table. */
  async count(prefix: string): Promise<number> {
    let count = 0;
    for await (const keys of this.#keys(prefix)) count += keys.length;
    return count;
  }

  /** Closes the connection after what was already sent. The next `ping` opens a new one. */
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
      // The caller decides when to reconnect.
      retryStrategy: null,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      enableOfflineQueue: false,
      // RESP2 works in all versions and through proxies. The PING after connecting also shows whether the data are
      // loaded and the login is valid.
      protocol: 2,
      enableReadyCheck: false,
      disableClientInfo: true,
    });
    // The promise only says that the connection was closed. Without a listener, ioredis prints errors.
    let cause: unknown;
    redis.on('error', (error: unknown) => (cause ??= error));
    this.#opening = redis;
    try {
      await redis.connect();
      await redis.ping();
      // If another database was refused, ioredis continues with database 0.
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
      // The server has closed its end, which `status` does not show yet.
      if (failed.code === 'CONNECTION_CLOSED' && this.#connection === redis) this.disconnect();
      throw failed;
    }
  }
}

/** Creates a client, without connecting. */
export function createRedisClient(place: RedisPlace): RedisClient {
  return new RedisClient(place);
}

/** On an ended connection, ioredis would set a needless timer. */
function letGo(redis: Redis | undefined): void {
  if (redis !== undefined && redis.status !== 'end') redis.disconnect();
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** ioredis's own errors are not attached: they contain the command and its arguments, and so the password. */
function asFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return failure('UNKNOWN');
  if (error.name === 'ReplyError') return failure(`REPLY_${wordOf(error.message)}`);
  if (/^Unknown RESP type/.test(error.message)) return failure('NO_REDIS');
  if ('code' in error && typeof error.code === 'string') return failure(error.code);
  if (/timed out/.test(error.message)) return failure('COMMAND_TIMEOUT');
  return failure('CONNECTION_CLOSED');
}

function wordOf(reply: string): string {
  // Before Redis 6, a wrong password had no error code of its own.
  if (/^ERR invalid password/.test(reply)) return 'WRONGPASS';
  return /^[A-Z]{2,30}/.exec(reply)?.[0] ?? 'ERR';
}

interface Failure extends Error {
  readonly code: string;
}

function failure(code: string): Failure {
  return Object.assign(new Error(`Redis: ${code}`), { code });
}
