import { basename, join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { storageError } from '../../database/database.ts';
import type { Unsubscribe } from '../../emitter.ts';
import { describeError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { BatchStore } from '../batchStore.ts';
import { ResultsLock } from './resultsLock.ts';
import { ResultsPicture } from './resultsPicture.ts';

/** The name of the results in a job's folder. */
export const RESULTS_NAME = 'results.jsonl';

/** Beside the requests, and not beside the results: a person may want those elsewhere. */
const LOCK_NAME = 'results.lock';

/** Results are written together that come within so many milliseconds. */
const TOGETHER_MS = 500;

/** How often it is seen that the file is gone, that there is room again, or that who wrote it has ended. */
const LOOK_MS = 2_000;

/** What the results of a job need to become a file. */
export interface ResultsFileOptions {
  /** Open: as long as it is not, there are no results. */
  readonly store: BatchStore;
  readonly jobId: string;
  /** Made when missing. A file there that holds something else than results is never touched. */
  readonly path: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Hears why the file cannot be written just now, once, and `undefined` when it can be again. No result is lost meanwhile. */
  readonly onTrouble?: (error: unknown) => void;
}

/**
 * Keeps a file with the results of a job while it runs: each is in it about a second after it is in the store. Several
 * processes may do that for one job: one of them writes, and when that ends another one goes on.
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
   * Brings the file up to date, and keeps it so from now on. Throws `storage` when the file holds something else, and when it
   * cannot be written at all: then nothing goes on.
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

  /** Brings the file up to date for the last time. Throws `storage` when it is not whole: another `start` makes it so. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#unsubscribe?.();
    this.#timer?.cancel();
    await this.#work;
    try {
      // Who finds the lock held leaves its last results to this one: so it looks again after it has let go.
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

  /** Returns whether this was the one that writes. */
  #letGo(): boolean {
    return this.#lock?.release() === true;
  }
}
