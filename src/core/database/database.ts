import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Checkpoints } from './checkpoints.ts';
import type { Clock } from '../clock.ts';
import { WenxinError, describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';

/** What read functions need of a database; a worker's own connection provides it too. */
export type Statements = Pick<Database, 'statement'>;

/** How long a write waits for another window's lock before it fails. */
const LOCK_WAIT_MS = 5_000;

const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** SQLite's TOOBIG, CONSTRAINT, MISMATCH and RANGE. */
const VALUE_CODES: ReadonlySet<number> = new Set([18, 19, 20, 25]);
/** Errors of Node.js for values that SQLite has no type for. */
const VALUE_ERRORS: ReadonlySet<string> = new Set([
  'ERR_INVALID_ARG_TYPE',
  'ERR_INVALID_ARG_VALUE',
  'ERR_OUT_OF_RANGE',
  'ERR_STRING_TOO_LONG',
]);

/** Result of a single try; `undefined` if another connection held the lock. */
type Tried<T> = { readonly value: T } | undefined;

/**
 * One connection to a SQLite file that several windows share. It is synchronous and blocks the extension host, with all
 * extensions in it; therefore it never waits for a lock inside SQLite (`busy_timeout` is 0), only between tries.
 *
 * All errors caused by the file are a `WenxinError` of kind `storage`. Created by `openDatabase`.
 */
export class Database {
  readonly path: string;
  /**
   * Cache of numbers that never change, such as the id of a name. Cleared on rollback, since the transaction may have
   * created them.
   */
  readonly lookups = new Map<string, number>();
  readonly #connection: DatabaseSync;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #statements = new Map<string, StatementSync>();
  readonly #checkpoints: Checkpoints;

  /** @param connection open, with `busy_timeout` 0. */
  constructor(connection: DatabaseSync, path: string, clock: Clock, logger: Logger) {
    this.#connection = connection;
    this.path = path;
    this.#clock = clock;
    this.#logger = logger;
    this.#checkpoints = new Checkpoints(path, clock, logger);
  }

  get isOpen(): boolean {
    return this.#connection.isOpen;
  }

  /** Returns the statement for `sql`, prepared once. For use inside `read`, `transaction` and `tryTransaction`. */
  statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Runs several statements without results, for example a migration. */
  execute(sql: string): void {
    this.#connection.exec(sql);
  }

  /** Rolls back a transaction that was begun with `execute`, unless SQLite itself has done so. */
  rollBack(): void {
    this.lookups.clear();
    if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
  }

  /** Runs `run`, which only reads. In WAL mode this never waits for a writer. */
  read<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      throw storageError(error, `${this.path} cannot be read`);
    }
  }

  /**
   * Runs `run` as one write transaction and waits, without blocking, while another window writes. Throws `storage` when
   * that takes longer than 5 s, the signal's reason when aborted while waiting, and what `run` throws.
   *
   * `run` may be called again after a rollback, so it must change nothing but the database.
   */
  transaction<T>(run: () => T, signal?: AbortSignal): Promise<T> {
    return this.whenFree(() => this.#runTransaction(run), signal);
  }

  /** Like `transaction`, but tries only once, synchronously. */
  tryTransaction<T>(run: () => T): Tried<T> {
    try {
      return { value: this.#runTransaction(run) };
    } catch (error) {
      if (isBusy(error)) return undefined;
      throw storageError(error, `${this.path} cannot be written`);
    }
  }

  /** Like `transaction`, but throws `storage` at once if another window writes. */
  async transactionAtOnce<T>(run: () => T): Promise<T> {
    const tried = await Promise.resolve(this.tryTransaction(run));
    if (tried === undefined) throw new WenxinError('storage', `${this.path} is locked`);
    return tried.value;
  }

  /** Repeats `run` while it fails because of another connection's lock; see `transaction` for the errors. */
  async whenFree<T>(run: () => T, signal?: AbortSignal): Promise<T> {
    const deadlineMs = this.#clock.monotonicMs() + LOCK_WAIT_MS;
    for (let round = 0; ; round++) {
      signal?.throwIfAborted();
      try {
        return run();
      } catch (error) {
        if (!isBusy(error) || this.#clock.monotonicMs() >= deadlineMs) {
          throw storageError(error, `${this.path} cannot be written`);
        }
      }
      await pause(this.#clock, lockRetryDelayMs(round), signal);
    }
  }

  /** Returns a number that changes when, and only when, another connection has changed the file. Takes microseconds. */
  dataVersion(): number {
    return this.read(() => Number(this.statement('PRAGMA data_version').get()?.['data_version']));
  }

  /**
   * Empties the write-ahead log in another thread, if it is large; this also happens automatically as the log grows.
   * Resolves when no checkpoint is running.
   */
  tidy(): Promise<void> {
    this.#checkpoints.tidy();
    return this.#checkpoints.whenIdle();
  }

  /** Moves the write-ahead log into the file and truncates it, unless another window is using it. See `Checkpoints`. */
  #checkpoint(): void {
    try {
      this.statement('PRAGMA wal_checkpoint(TRUNCATE)').get();
    } catch (error) {
      // No data is lost: the log stays beside the file and is read from there.
      this.#logger.warn(`No checkpoint of ${this.path}: ${describeError(error)}`);
    }
  }

  /** Empties the write-ahead log and closes the file. Calling it again is harmless. */
  close(): void {
    if (!this.#connection.isOpen) return;
    this.#checkpoints.close();
    this.#checkpoint();
    this.#statements.clear();
    this.#connection.close();
  }

  #runTransaction<T>(run: () => T): T {
    this.#connection.exec('BEGIN IMMEDIATE');
    try {
      const value = run();
      this.#connection.exec('COMMIT');
      this.#checkpoints.committed();
      return value;
    } catch (error) {
      this.lookups.clear();
      throw error;
    } finally {
      // After some errors, such as a full disk, SQLite has already rolled back by itself.
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
    }
  }
}

/** Returns the delay in ms before try number `round` + 2, with jitter so that windows do not keep colliding. */
export function lockRetryDelayMs(round: number): number {
  return 0.5 + Math.random() * Math.min(16, 2 ** round);
}

/** Returns SQLite's primary error code, for example 5 for BUSY; `undefined` for any other error. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}

/** Returns whether an error, or the cause of a `WenxinError`, says that the content of the file is damaged. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error instanceof WenxinError ? error.details.cause : error);
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB;
}

/**
 * Returns whether an error, or the cause of a `WenxinError`, is about the written value: it would also fail on another
 * disk, and a transaction without it may succeed.
 */
export function isRefusedValue(error: unknown): boolean {
  const cause = error instanceof WenxinError ? error.details.cause : error;
  if (!(cause instanceof Error) || cause instanceof WenxinError) return false;
  const code = sqliteCode(cause);
  if (code !== undefined) return VALUE_CODES.has(code);
  // Without a code it is a JavaScript error, such as a `RangeError` for a string that is too long.
  return !('code' in cause) || VALUE_ERRORS.has(String(cause.code));
}

/** Wraps an error of SQLite or the file system in a `WenxinError`; returns any other error unchanged. */
export function storageError(error: unknown, message: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || error instanceof WenxinError) return error;
  return new WenxinError('storage', `${message}: ${error.message}`, { cause: error });
}

/** Returns whether an error of SQLite says that another connection holds the lock. */
export function isBusy(error: unknown): boolean {
  return sqliteCode(error) === SQLITE_BUSY;
}

function pause(clock: Clock, delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = clock.after(delayMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
