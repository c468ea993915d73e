import type { Clock } from '../../clock.ts';
import { describeError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { OpenAnswers } from './answersConnection.ts';
import { runInThread } from './runInThread.ts';

/** Less free space than this is not worth a VACUUM. */
const LEAST_BYTES = 8 * 1024 * 1024;

const INTERVAL_MS = 10 * 60_000;

/** Compaction of the file, which gives free pages back to the disk, for example after the size limit was lowered. */
export class Compaction {
  readonly #clock: Clock;
  readonly #logger: Logger;
  #startedAtMs = -Infinity;

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Starts a VACUUM in a worker thread if more of the file is free than used. Throws SQLite's errors. */
  consider({ database, rows }: OpenAnswers): void {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#startedAtMs < INTERVAL_MS) return;
    if (rows.freeBytes() < Math.max(LEAST_BYTES, rows.usedBytes())) return;
    this.#startedAtMs = nowMs;
    runInThread(database.path, ['VACUUM'], this.#clock, 0).catch((error: unknown) => {
      this.#logger.debug(`The answers keep their room on disk for now: ${describeError(error)}`);
    });
  }
}
