import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';

/** Heartbeat interval of a window with open attempts. */
const BEAT_MS = 2_000;

/**
 * The heartbeat of this window while it has open attempts. Shows other windows that it is alive, and stores the output
 * received so far, which is booked if this process dies. Writes nothing without open attempts.
 */
export class Heartbeat {
  readonly #database: Database;
  readonly #windowId: number;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #open = new Map<number, () => number>();
  #cancelTimer: (() => void) | undefined;

  constructor(database: Database, windowId: number, clock: Clock, logger: Logger) {
    this.#database = database;
    this.#windowId = windowId;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** @param outputTokens returns the estimated output received so far. */
  add(attemptId: number, outputTokens: () => number): void {
    this.#open.set(attemptId, outputTokens);
    this.#cancelTimer ??= this.#clock.after(BEAT_MS, () => this.#beat());
  }

  remove(attemptId: number): void {
    this.#open.delete(attemptId);
    if (this.#open.size === 0) this.stop();
  }

  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #beat(): void {
    try {
      // A beat that meets a lock is skipped; the next one is soon enough.
      this.#database.tryTransaction(() => this.#write());
    } catch (error) {
      this.#logger.debug(`No heartbeat: ${describeError(error)}`);
    }
    this.#cancelTimer = this.#clock.after(BEAT_MS, () => this.#beat());
  }

  #write(): void {
    this.#database.statement('UPDATE window SET beat = beat + 1 WHERE id = ?').run(this.#windowId);
    const update = this.#database.statement(
      'UPDATE attempt SET estimated_output = ?1 WHERE id = ?2 AND estimated_output <> ?1',
    );
    for (const [attemptId, outputTokens] of this.#open) update.run(outputTokens(), attemptId);
  }
}
