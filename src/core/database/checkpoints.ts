import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';

/** The write-ahead log is checked after this many commits of this process, and is large from `LARGE_BYTES` on. */
const LOOK_EVERY_COMMITS = 32;
const AGAIN_AFTER_COMMITS = 128;
const LARGE_BYTES = 4 * 1024 * 1024;

/** From this size on the log is truncated, although that blocks writers. It gets here if there is always a writer. */
const HUGE_BYTES = 64 * 1024 * 1024;

/** Minimum interval between checkpoints that block writers, where SQLite has no other safe mode. */
const UNSAFE_INTERVAL_MS = 60_000;

/** An idle worker ends after this time. */
const IDLE_MS = 10_000;

/** Runs checkpoints in a worker thread, because they may wait for the disk for a long time. */
const WORKER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { DatabaseSync } = require('node:sqlite');
  const database = new DatabaseSync(workerData);
  database.exec('PRAGMA busy_timeout = 0');
  parentPort.on('message', mode => {
    if (mode === 'close') {
      database.close();
      parentPort.close();
      return;
    }
    let failure;
    try {
      database.prepare('PRAGMA wal_checkpoint(' + mode + ')').get();
    } catch (error) {
      failure = String(error);
    }
    parentPort.postMessage(failure);
  });`;

/**
 * Checkpoints that keep a database's write-ahead log small while it is in use, without blocking the writing thread.
 *
 * SQLite before 3.51.3 (except 3.50.7 and 3.44.6, and later patches of these) can corrupt a file when a checkpoint and
 * a writer run concurrently (the "WAL-reset bug"), and Electron's Node may have such a version. Only TRUNCATE is safe
 * there, since it takes the writer's lock first; it is used although it blocks writers.
 */
export class Checkpoints {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #isSafe: boolean;
  /** Commits since the last checkpoint, and the log size at that time. */
  #commits = 0;
  #bytes = 0;
  #startedAtMs = -Infinity;
  #isRunning = false;
  #isClosed = false;
  #worker: Worker | undefined;
  #cancelIdle: (() => void) | undefined;
  #onIdle: (() => void)[] = [];

  /** @param version of SQLite; defaults to this runtime's. */
  constructor(path: string, clock: Clock, logger: Logger, version = process.versions['sqlite'] ?? '0') {
    this.#path = path;
    this.#clock = clock;
    this.#logger = logger;
    this.#isSafe = isSafe(version);
  }

  /** Counts a commit of this process. */
  committed(): void {
    this.#commits++;
    if (this.#commits % LOOK_EVERY_COMMITS !== 0) return;
    const bytes = this.#logBytes();
    // After a checkpoint the log is overwritten from its beginning, so its size is meaningless until it grows.
    const isDue = bytes > this.#bytes || this.#commits >= AGAIN_AFTER_COMMITS;
    if (bytes >= LARGE_BYTES && isDue) this.#start(this.#isSafe && bytes < HUGE_BYTES ? 'PASSIVE' : 'TRUNCATE', bytes);
  }

  /** Starts to truncate the log if it is large. For a moment with few writers. */
  tidy(): void {
    const bytes = this.#logBytes();
    if (bytes >= LARGE_BYTES) this.#start('TRUNCATE', bytes);
  }

  /** Resolves when no checkpoint is running. */
  whenIdle(): Promise<void> {
    if (!this.#isRunning) return Promise.resolve();
    return new Promise(resolve => this.#onIdle.push(resolve));
  }

  close(): void {
    this.#isClosed = true;
    this.#endWorker();
  }

  #logBytes(): number {
    return statSync(`${this.#path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  }

  #start(mode: 'PASSIVE' | 'TRUNCATE', bytes: number): void {
    const nowMs = this.#clock.monotonicMs();
    const isTooSoon = !this.#isSafe && nowMs - this.#startedAtMs < UNSAFE_INTERVAL_MS;
    if (this.#isRunning || this.#isClosed || isTooSoon) return;
    this.#startedAtMs = nowMs;
    this.#commits = 0;
    this.#bytes = bytes;
    this.#isRunning = true;
    this.#cancelIdle?.();
    this.#worker ??= this.#startWorker();
    this.#worker.postMessage(mode);
  }

  #startWorker(): Worker {
    const worker = new Worker(WORKER, { eval: true, workerData: this.#path });
    worker.unref();
    worker.on('message', (failure: string | undefined) => this.#ended(failure));
    worker.on('error', error => {
      this.#worker = undefined;
      this.#ended(describeError(error));
    });
    return worker;
  }

  #ended(failure: string | undefined): void {
    // No data is lost: the log stays beside the file and is read from there.
    if (failure !== undefined) this.#logger.warn(`No checkpoint of ${this.#path}: ${failure}`);
    this.#isRunning = false;
    if (!this.#isClosed) this.#cancelIdle = this.#clock.after(IDLE_MS, () => this.#endWorker());
    for (const resolve of this.#onIdle.splice(0)) resolve();
  }

  #endWorker(): void {
    this.#cancelIdle?.();
    this.#worker?.postMessage('close');
    this.#worker = undefined;
  }
}

function isSafe(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major !== 3) return major > 3;
  if (minor === 44) return patch >= 6;
  if (minor === 50) return patch >= 7;
  return minor > 51 || (minor === 51 && patch >= 3);
}
