import type { Database } from '../../database/database.ts';
import { describeError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import { deleteSome, hideJob, readAbandoned } from './hiddenJobs.ts';
import { ROWS_AT_ONCE, untilDone } from './inSlices.ts';
import { moveItems } from './itemRows.ts';
import { readHalfCancelled } from './jobRows.ts';
import { forgetRunner, goneRunners } from './runnerRows.ts';
import type { Runners } from './runners.ts';

/** Runs `run` in one write transaction and returns its result. */
export type Change = <T>(run: (database: Database) => T) => Promise<T>;

/** Completes operations of many transactions, including those of dead processes. */
export class Housekeeping {
  readonly #change: Change;
  readonly #runners: Runners;
  readonly #logger: Logger;

  constructor(change: Change, runners: Runners, logger: Logger) {
    this.#change = change;
    this.#runners = runners;
    this.#logger = logger;
  }

  /** Cleans up after dead processes. Throws `storage`. */
  async tidy(): Promise<void> {
    await this.takeOver(await this.#change(goneRunners));
    for (const job of await this.#change(readHalfCancelled)) await this.cancelItems(job);
  }

  /** As `tidy`, for background use. Never throws. */
  async tidyBehind(): Promise<void> {
    try {
      await this.tidy();
    } catch (error) {
      this.#logger.debug(`Batches are not tidied up: ${describeError(error)}`);
    }
  }

  /** Releases the items of those runners, and removes jobs that they were creating or removing. Throws `storage`. */
  async takeOver(gone: readonly number[]): Promise<void> {
    const abandoned = await this.#change(database => {
      const jobs = readAbandoned(database, gone);
      const hiding = gone.filter(id => jobs.some(({ hidden }) => hidden === id));
      for (const id of gone) if (!hiding.includes(id)) forgetRunner(database, id);
      return jobs;
    });
    for (const { id, hidden } of abandoned) {
      await this.remove(id);
      await this.#change(database => forgetRunner(database, hidden));
    }
  }

  /** Removes a job with all its rows: hides it at once, then deletes it in slices. Throws `storage`. */
  async remove(id: string): Promise<void> {
    const remover = await this.#runners.enter(id);
    try {
      await this.#change(database => hideJob(database, id, remover));
      await untilDone(() => this.#change(database => deleteSome(database, id, remover, ROWS_AT_ONCE)));
    } finally {
      await this.#runners.leave(remover).catch((error: unknown) => {
        this.#logger.debug(`A batch's runner stays: ${describeError(error)}`);
      });
    }
  }

  /** Cancels the waiting items of a cancelled job. Throws `storage`. */
  async cancelItems(id: string): Promise<void> {
    const moved = { from: 'waiting', to: 'cancelled', after: 0, limit: ROWS_AT_ONCE } as const;
    await untilDone(() => {
      return this.#change(database => {
        return !readHalfCancelled(database).includes(id) || moveItems(database, id, moved) === undefined;
      });
    });
  }
}
