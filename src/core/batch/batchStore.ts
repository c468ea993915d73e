import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { Unsubscribe } from '../emitter.ts';
import { describeError, WenxinError } from '../errors.ts';
import { silentLogger, type Logger } from '../logger.ts';
import type { BatchFile } from './batchFile.ts';
import type { Item, ItemOutcome, Lease, NewItem } from './item.ts';
import type { Job, JobChange, JobStanding, JobState, NewJob } from './job.ts';
import { isHiddenBy, showJob, withoutJob } from './store/hiddenJobs.ts';
import { Housekeeping } from './store/housekeeping.ts';
import { inSlices, ROWS_AT_ONCE, untilDone } from './store/inSlices.ts';
import {
  type EndedQuestion,
  type ItemQuery,
  readEnded,
  readEndedQuestions,
  readItem,
  readItems,
} from './store/itemQueries.ts';
import { insertItems, moveItems, returnItem, reviewItem, writeOutcome } from './store/itemRows.ts';
import { changeJob, endJob, insertJob, readJob, readJobs, type SpentOn } from './store/jobRows.ts';
import { claimItems, forgetGoneRunners } from './store/runnerRows.ts';
import { readStanding } from './store/standingRows.ts';
import { Runners } from './store/runners.ts';

/**
 * The jobs and their items, shared by all windows and the command line. Reads return nothing while the file is not
 * open; all else throws `storage` and can be retried. A process that asks items registers with `enter` and ends with
 * `leave`; items of a dead runner wait again. Jobs stay until the user removes them, because they were paid for.
 */
export class BatchStore {
  readonly #file: BatchFile;
  readonly #spentOn: SpentOn;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #runners: Runners;
  readonly #housekeeping: Housekeeping;

  /**
   * @param file the ledger's database.
   * @param spentOn returns the amount that the ledger has booked to a job.
   */
  constructor(file: BatchFile, spentOn: SpentOn, clock: Clock, logger: Logger = silentLogger) {
    this.#file = file;
    this.#spentOn = spentOn;
    this.#clock = clock;
    this.#logger = logger;
    this.#runners = new Runners({ file, takeOver: silent => this.#housekeeping.takeOver(silent), clock, logger });
    this.#housekeeping = new Housekeeping(run => this.#changed(run), this.#runners, logger);
  }

  /** Fires when something may have changed, in any process. */
  onDidChange(listener: () => void): Unsubscribe {
    return this.#file.onDidChange(listener);
  }

  /**
   * Adds a waiting job with all its items, in several transactions. The job is hidden until it is complete; after a
   * failure or a crash its partial rows are removed.
   */
  async add(job: NewJob, items: readonly NewItem[]): Promise<void> {
    const maker = await this.#runners.enter(job.id);
    let isBegun = false;
    try {
      const withModel = { ...job, plan: { lineModel: job.model, ...job.plan } };
      await this.#write(database => insertJob(database, withModel, maker, this.#nowMs()));
      isBegun = true;
      await inSlices(items, (slice, from) => {
        return this.#write(database => {
          assertOurs(isHiddenBy(database, job.id, maker));
          insertItems(database, job.id, slice, from + 1);
        });
      });
      await this.#write(database => assertOurs(showJob(database, job.id, maker)));
    } catch (error) {
      if (isBegun) await this.#behind(this.#housekeeping.remove(job.id));
      throw error;
    } finally {
      await this.#behind(this.#runners.leave(maker));
    }
  }

  /** All jobs, newest first. */
  jobs(): readonly Job[] {
    return this.#file.read(database => readJobs(database, this.#spentOn)) ?? [];
  }

  job(id: string): Job | undefined {
    return this.#file.read(database => readJob(database, id, this.#spentOn));
  }

  /** Takes microseconds. `gone` if there is no such job, `undefined` while the file is not open. */
  standing(id: string): JobStanding | 'gone' | undefined {
    return this.#file.read(database => readStanding(database, id) ?? 'gone');
  }

  items(jobId: string, query: ItemQuery): readonly Item[] {
    return this.#file.read(database => readItems(database, jobId, query)) ?? [];
  }

  item(jobId: string, number: number): Item | undefined {
    return this.#file.read(database => readItem(database, jobId, number));
  }

  /** Returns the items that ended after the cursor `after` (`Item.ended`; 0 for the first), in that order. */
  endedAfter(jobId: string, after: number, limit: number): readonly Item[] {
    return this.#file.read(database => readEnded(database, jobId, after, limit)) ?? [];
  }

  /** Returns which items numbered above `after` have ended, without their outcomes. */
  endedQuestions(jobId: string, after: number, limit: number): readonly EndedQuestion[] {
    return this.#file.read(database => readEndedQuestions(database, jobId, after, limit)) ?? [];
  }

  /** Changes a job if it is in one of the states `from` (default: any); returns whether it was. */
  change(id: string, change: JobChange, from?: readonly JobState[]): Promise<boolean> {
    return this.#changed(database => changeJob(database, id, change, from));
  }

  /** Marks the job `done` if it waits or runs and no item is waiting or running; returns whether it did. */
  endIfDone(id: string): Promise<boolean> {
    return this.#changed(database => endJob(database, id, this.#nowMs()));
  }

  /**
   * Cancels a job: no further item is asked. Running items finish, and their answers still count; those given back are
   * cancelled.
   */
  async cancel(id: string): Promise<void> {
    const cancelled = { state: 'cancelled', pause: undefined, endedAtMs: this.#nowMs() } as const;
    await this.#write(database => changeJob(database, id, cancelled));
    await this.#housekeeping.cancelItems(id);
  }

  /** Makes failed items wait again, and the job too unless it is running; reopens a job that is done or cancelled. */
  async retryFailed(id: string): Promise<void> {
    let after = 0;
    const waits = { state: 'waiting', pause: undefined, endedAtMs: undefined } as const;
    await untilDone(async () => {
      const last = await this.#changed(database => {
        const moved = moveItems(database, id, { from: 'failed', to: 'waiting', after, limit: ROWS_AT_ONCE });
        if (moved !== undefined) changeJob(database, id, waits, ['waiting', 'paused', 'done', 'cancelled']);
        return moved;
      });
      after = last ?? after;
      return last === undefined;
    });
  }

  /** Removes the job; readers no longer see it at once. Its bookings stay; the caller deletes its folder. */
  remove(id: string): Promise<void> {
    return this.#housekeeping.remove(id);
  }

  /** Returns the ids that belong to no job, not even to one being added; `undefined` while the file is not open. */
  withoutJob(ids: readonly string[]): readonly string[] | undefined {
    return this.#file.read(database => withoutJob(database, ids));
  }

  /** Cleans up after dead processes. Also done when a runner enters. */
  tidy(): Promise<void> {
    return this.#housekeeping.tidy();
  }

  /** Cleans up without a runner in this process, then keeps watching for runners that stop beating. Never throws. */
  async lookAfterOthers(): Promise<void> {
    await this.#housekeeping.tidyBehind();
    this.#runners.watch();
  }

  /** Registers this process as a runner of the job and starts its heartbeat; items of dead runners wait again. */
  async enter(jobId: string): Promise<number> {
    await this.#write(forgetGoneRunners);
    const id = await this.#runners.enter(jobId);
    void this.#housekeeping.tidyBehind();
    return id;
  }

  /** Unregisters a runner; the items it holds wait again. */
  leave(runnerId: number): Promise<void> {
    return this.#runners.leave(runnerId);
  }

  /** Unregisters all runners of this process. Call before the file is closed. Never throws. */
  async close(): Promise<void> {
    for (const id of this.#runners.ids) await this.#behind(this.#runners.leave(id));
    this.#runners.stop();
  }

  /**
   * Claims up to `count` waiting items for the runner; none of a job that is paused or over. Each item gets a new
   * question id, which is its lease.
   */
  async claim(jobId: string, runnerId: number, count: number): Promise<readonly Item[]> {
    const claimed: Item[] = [];
    for (;;) {
      const wanted = Math.min(count - claimed.length, ROWS_AT_ONCE);
      const next = await this.#changed(database => {
        forgetGoneRunners(database);
        return claimItems(database, jobId, runnerId, wanted);
      });
      claimed.push(...next);
      if (next.length < wanted || claimed.length === count) return claimed;
      await setImmediate();
    }
  }

  /** Gives an item back: it waits again, or is cancelled with its job; see `returnItem`. */
  giveBack(lease: Lease, isTried: boolean): Promise<void> {
    return this.#write(database => returnItem(database, lease, isTried));
  }

  /** Writes the outcome of an item without a booking. An outcome with a booking is written with it: `writeOutcome`. */
  finish(lease: Lease, outcome: ItemOutcome): Promise<void> {
    return this.#write(database => {
      writeOutcome(database, lease, outcome, outcome.state === 'done' ? 0 : undefined, this.#nowMs());
    });
  }

  /** Stores the user's review of the changes of some items. */
  review(jobId: string, numbers: readonly number[], review: Item['review']): Promise<void> {
    return inSlices(numbers, slice => {
      return this.#write(database => slice.forEach(number => reviewItem(database, jobId, number, review)));
    });
  }

  async #changed<T>(run: (database: Database) => T): Promise<T> {
    let value: { readonly result: T } | undefined;
    await this.#file.write(database => {
      value = { result: run(database) };
    });
    // The transaction is committed, so `run` was called.
    return (value as unknown as { readonly result: T }).result;
  }

  async #write(run: (database: Database) => void): Promise<void> {
    await this.#file.write(run);
  }

  /** Waits for secondary work; its failure is only logged. */
  async #behind(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#logger.debug(`Something of a batch is left for later: ${describeError(error)}`);
    }
  }

  #nowMs(): number {
    return Math.floor(this.#clock.now());
  }
}

function assertOurs(isOurs: boolean): void {
  if (!isOurs) throw new WenxinError('storage', 'Another process has taken over the batch that was being added');
}
