import type { Clock } from '../../clock.ts';
import type { Database } from '../../database/database.ts';
import { describeError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { BatchFile } from '../batchFile.ts';
import { SilentRunners } from './silentRunners.ts';
import { beatRunner, enterRunner, forgetRunner, newRunnerId, readRunners } from './runnerRows.ts';

/** Interval of heartbeats of runners that hold something, and of checks of other processes' runners. */
const BEAT_MS = 2_000;
/** An idle runner blocks no other, so it beats only at every nth interval. */
const IDLE_BEATS = 5;

interface RunnersOptions {
  readonly file: BatchFile;
  /** Takes over from runners presumed dead. Must not reject. */
  readonly takeOver: (silent: readonly number[]) => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The runners of this process. While there are any, sends their heartbeats and watches other processes' runners. */
export class Runners {
  readonly #options: RunnersOptions;
  readonly #jobs = new Map<number, string>();
  readonly #silent: SilentRunners;
  #cancelTimer: (() => void) | undefined;
  #beatsLeft = IDLE_BEATS;
  #isWatching = false;

  constructor(options: RunnersOptions) {
    this.#options = options;
    this.#silent = new SilentRunners(options.clock, BEAT_MS);
  }

  get ids(): readonly number[] {
    return [...this.#jobs.keys()];
  }

  async enter(jobId: string): Promise<number> {
    const id = newRunnerId();
    await this.#options.file.write(database => enterRunner(database, jobId, id));
    this.#jobs.set(id, jobId);
    this.#beatSoon();
    return id;
  }

  /** Watches other processes' runners even without one of its own, until there are none left or `stop` is called. */
  watch(): void {
    this.#isWatching = true;
    this.#beatSoon();
  }

  /** Unregisters a runner; its items wait again. Its heartbeat stops even if this cannot be written now. */
  async leave(id: number): Promise<void> {
    this.#jobs.delete(id);
    if (this.#jobs.size === 0 && !this.#isWatching) this.stop();
    await this.#options.file.write(database => forgetRunner(database, id));
  }

  stop(): void {
    this.#isWatching = false;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #beatSoon(): void {
    this.#cancelTimer ??= this.#options.clock.after(BEAT_MS, () => {
      this.#cancelTimer = undefined;
      this.#beatSoon();
      void this.#beat();
    });
  }

  async #beat(): Promise<void> {
    const { file, takeOver, logger } = this.#options;
    try {
      const database = await file.file();
      this.#show(database);
      const others = file.read(readRunners)?.filter(({ id }) => !this.#jobs.has(id)) ?? [];
      const silent = this.#silent.among(others);
      if (silent.length > 0) await takeOver(silent);
      this.#isWatching &&= others.length > silent.length;
      if (this.#jobs.size === 0 && !this.#isWatching) this.stop();
    } catch (error) {
      logger.debug(`No beat of a batch's runner: ${describeError(error)}`);
    }
  }

  /** Skips the heartbeat if the file is locked; the next one is soon enough. Does not notify listeners. */
  #show(database: Database): void {
    if (this.#jobs.size === 0) return;
    this.#beatsLeft--;
    const isShown = database.tryTransaction(() => {
      this.#jobs.forEach((jobId, id) => beatRunner(database, jobId, id, this.#beatsLeft <= 0));
      return true;
    });
    if (isShown && this.#beatsLeft <= 0) this.#beatsLeft = IDLE_BEATS;
  }
}
