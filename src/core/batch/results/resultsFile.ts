import { basename, join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { storageError } from '../../database/database.ts';
import type { Unsubscribe } from '../../emitter.ts';
import { describeError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { BatchStore } from '../batchStore.ts';
import { ResultsLock } from './resultsLock.ts';
import { ResultsPicture } from './resultsPicture.ts';

/** Name of the results file in a job's folder. */
export const RESULTS_NAME = 'results.jsonl';

/** Placed next to the requests, because the user may choose another folder for the results. */
const LOCK_NAME = 'results.lock';

/** Debounce interval: results that arrive within it are written together. */
const TOGETHER_MS = 500;

/** Polling interval for a deleted file, regained disk space, or the exit of the process that wrote the file. */
const LOOK_MS = 2_000;

/** Options of `ResultsFile`. */
export interface ResultsFileOptions {
  /** Must be open; otherwise it has no results. */
  readonly store: BatchStore;
  readonly jobId: string;
  /** Created if missing. An existing file with other content is never modified. */
  readonly path: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called once when the file cannot be written, then with `undefined` when it can be again. No result is lost. */
  readonly onTrouble?: (error: unknown) => void;
}

/**
 * Maintains a file with the results of a running job; each result is written about a second after it is stored. Several
 * processes may do so for one job: one of them writes, and another one takes over when it ends.
 */
export class ResultsFile {
  readonly #options: ResultsFileOptions;
  readonly #picture: ResultsPicture;
  #lock: ResultsLock | undefined;
  #work: Promise<void> = Promise.resolve();
  #trouble: string | undefined;
  #timer: { readonly atMs: number; readonly cancel: () => void } | undefined;
  #unsubscribe: Unsubscribe | undefined;
  #isStopped = false;

  constructor(options: ResultsFileOptions) {
    this.#options = options;
    this.#picture = new ResultsPicture(options.store, options.jobId, options.path);
  }

  /**
   * Updates the file, and keeps it up to date. Throws `storage` when the file has other content or cannot be written;
   * then nothing is started.
   */
  async start(): Promise<void> {
    try {
      await this.#update();
    } catch (error) {
      this.#letGo();
      throw error;
    }
    this.#unsubscribe = this.#options.store.onDidChange(() => this.#lookIn(TOGETHER_MS));
    this.#lookIn(LOOK_MS);
  }

  /** Updates the file a last time. Throws `storage` when it is incomplete; another `start` completes it. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#unsubscribe?.();
    this.#timer?.cancel();
    await this.#work;
    try {
      // A process that finds the lock held relies on its holder for its last results, so check again after the release.
      do await this.#update();
      while (this.#letGo() && this.#picture.isBehind());
    } finally {
      this.#letGo();
    }
  }

  #lookIn(delayMs: number): void {
    const { clock } = this.#options;
    const atMs = clock.monotonicMs() + delayMs;
    if (this.#isStopped || (this.#timer !== undefined && this.#timer.atMs <= atMs)) return;
    this.#timer?.cancel();
    const cancel = clock.after(delayMs, () => {
      this.#timer = undefined;
      this.#work = this.#work.then(() => this.#look());
    });
    this.#timer = { atMs, cancel };
  }

  async #look(): Promise<void> {
    try {
      await this.#update();
      if (this.#trouble !== undefined) this.#options.onTrouble?.(undefined);
      this.#trouble = undefined;
    } catch (error) {
      const trouble = describeError(error);
      if (this.#trouble === undefined) this.#options.onTrouble?.(error);
      if (this.#trouble !== trouble) this.#options.logger.warn(`The results of a batch are not written: ${trouble}`);
      this.#trouble = trouble;
    }
    this.#lookIn(LOOK_MS);
  }

  async #update(): Promise<void> {
    const { store, jobId, path } = this.#options;
    const folder = store.job(jobId)?.plan.folder;
    if (folder === undefined) return;
    try {
      this.#lock ??= new ResultsLock(join(folder, LOCK_NAME));
      if (await this.#lock.hold()) await this.#picture.update();
      else this.#picture.forget();
    } catch (error) {
      throw storageError(error, `${basename(path)} cannot be written`);
    }
  }

  /** Releases the lock; returns whether it was held. */
  #letGo(): boolean {
    return this.#lock?.release() === true;
  }
}
