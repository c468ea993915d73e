import type { Clock } from '../../clock.ts';
import { describeError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { OpenAnswers } from './answersConnection.ts';
import { runInThread } from './runInThread.ts';

/** Free room that is not worth the work. */
const LEAST_BYTES = 8 * 1024 * 1024;

const INTERVAL_MS = 10 * 60_000;

/** Gives room that many entries left in the file back to the disk, as when the limit was lowered. */
export class Compaction {
  readonly #clock: Clock;
  readonly #logger: Logger;
  #startedAtMs = -Infinity;

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Begins it in a thread of its own when more of the file is free than taken. Throws what SQLite throws. */
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
