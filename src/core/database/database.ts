import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Checkpoints } from './checkpoints.ts';
import type { Clock } from '../clock.ts';
import { WenxinError, describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';

/** What reading takes: also a worker's own connection has it. */
export type Statements = Pick<Database, 'statement'>;

/** How long a write waits for another window's lock before it counts as impossible. */
const LOCK_WAIT_MS = 5_000;

const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** What a try came to: `undefined` when another connection held the lock. */
type Tried<T> = { readonly value: T } | undefined;

/**
 * One connection to a SQLite file that several windows share. It is synchronous, and the extension hosts of all
 * extensions wait with it: so it never waits for a lock inside SQLite (`busy_timeout` is 0), only between tries.
 *
 * Everything it throws because of the file is a `WenxinError` of kind `storage`. Made by `openDatabase`.
 */
export class Database {
  readonly path: string;
  /**
   * Numbers that were looked up and do not change any more, such as a name's, for whoever needs them often. Forgotten
   * when a transaction is undone, which may have taken them back.
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

  /** The statement for `sql`, prepared once. For use inside `read`, `transaction` and `tryTransaction`. */
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

  /** Undoes a transaction that was begun with `execute`, unless SQLite itself has undone it. */
  rollBack(): void {
    this.lookups.clear();
    if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
  }

  /** Reads. In WAL mode this never waits for a writer. */
  read<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      throw storageError(error, `${this.path} cannot be read`);
    }
  }

  /**
   * Runs `run` as one write transaction and waits, without blocking, while another window writes. Throws `storage`
   * when that takes longer than 5 s, the signal's reason when aborted while waiting, and what `run` throws.
   *
   * `run` may be called again after a try that was undone, so it must change nothing but the database.
   */
  transaction<T>(run: () => T, signal?: AbortSignal): Promise<T> {
    return this.whenFree(() => this.#runTransaction(run), signal);
  }

  /** As `transaction`, but only one try, at once. */
  tryTransaction<T>(run: () => T): Tried<T> {
    try {
      return { value: this.#runTransaction(run) };
    } catch (error) {
      if (isBusy(error)) return undefined;
      throw storageError(error, `${this.path} cannot be written`);
    }
  }

  /** As `transaction`, but throws `storage` at once when another window writes. */
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

  /** A number that changes when, and only when, another connection has changed the file. Costs microseconds. */
  dataVersion(): number {
    return this.read(() => Number(this.statement('PRAGMA data_version').get()?.['data_version']));
  }

  /**
   * Empties the write-ahead log in another thread, if it is large; this happens by itself as the log grows. Resolves when
   * no thread is at work.
   */
  tidy(): Promise<void> {
    this.#checkpoints.tidy();
    return this.#checkpoints.whenIdle();
  }

  /** Moves the write-ahead log into the file and empties it, unless another window is busy with it. See `Checkpoints`. */
  #checkpoint(): void {
    try {
      this.statement('PRAGMA wal_checkpoint(TRUNCATE)').get();
    } catch (error) {
      // Nothing is lost: the log stays beside the file and is read from there.
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
      // After an error; SQLite itself has already undone the transaction for some of them, such as a full disk.
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
    }
  }
}

/** Milliseconds before try number `round` + 2 at a lock, with jitter so that windows do not meet again and again. */
export function lockRetryDelayMs(round: number): number {
  return 0.5 + Math.random() * Math.min(16, 2 ** round);
}

/** SQLite's own error code without its extension bits, for example 5 for BUSY; `undefined` for any other error. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}

/** Whether an error says that the file's own content is broken, also as the cause of a `WenxinError`. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error instanceof WenxinError ? error.details.cause : error);
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB;
}

/** An error of SQLite or of the file system as a `WenxinError`; any other error as it is. */
export function storageError(error: unknown, message: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || error instanceof WenxinError) return error;
  return new WenxinError('storage', `${message}: ${error.message}`, { cause: error });
}

/** Whether an error of SQLite says that another connection holds the lock. */
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
