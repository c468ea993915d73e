import type { Database } from '../../database/database.ts';
import { describeError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import { deleteSome, hideJob, readAbandoned } from './hiddenJobs.ts';
import { ROWS_AT_ONCE, untilDone } from './inSlices.ts';
import { moveItems } from './itemRows.ts';
import { readHalfCancelled } from './jobRows.ts';
import { forgetRunner, goneRunners } from './runnerRows.ts';
import type { Runners } from './runners.ts';

/** Writes in one transaction and gives what `run` returned. */
export type Change = <T>(run: (database: Database) => T) => Promise<T>;

/** Brings to its end what takes many transactions, also where the process died that began it. */
export class Housekeeping {
  readonly #change: Change;
  readonly #runners: Runners;
  readonly #logger: Logger;

  constructor(change: Change, runners: Runners, logger: Logger) {
    this.#change = change;
    this.#runners = runners;
    this.#logger = logger;
  }

  /** Puts right what processes have left behind that are gone. Throws `storage`. */
  async tidy(): Promise<void> {
    await this.takeOver(await this.#change(goneRunners));
    for (const job of await this.#change(readHalfCancelled)) await this.cancelItems(job);
  }

  /** The same where nobody waits for it. Never throws. */
  async tidyBehind(): Promise<void> {
    try {
      await this.tidy();
    } catch (error) {
      this.#logger.debug(`Batches are not tidied up: ${describeError(error)}`);
    }
  }

  /** What those runners hold waits again; jobs that they made or removed are removed. Throws `storage`. */
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

  /** Takes a job away with all its rows: at once for who looks, in truth a part at a time. Throws `storage`. */
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

  /** Items of a cancelled job that wait are cancelled too. Throws `storage`. */
  async cancelItems(id: string): Promise<void> {
    const moved = { from: 'waiting', to: 'cancelled', after: 0, limit: ROWS_AT_ONCE } as const;
    await untilDone(() => {
      return this.#change(database => {
        return !readHalfCancelled(database).includes(id) || moveItems(database, id, moved) === undefined;
      });
    });
  }
}
