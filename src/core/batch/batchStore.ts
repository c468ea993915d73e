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
 * Jobs and their items, shared by all windows and by the command line. What reads gives nothing as long as the file is
 * not open; everything else throws `storage`, and can be tried again then. Whoever asks items enters as a runner and
 * leaves in the end; what runners held that died waits again. Jobs stay until a person removes them: they are paid for.
 */
export class BatchStore {
  readonly #file: BatchFile;
  readonly #spentOn: SpentOn;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #runners: Runners;
  readonly #housekeeping: Housekeeping;

  /**
   * @param file the ledger.
   * @param spentOn what the ledger has booked to a job.
   */
  constructor(file: BatchFile, spentOn: SpentOn, clock: Clock, logger: Logger = silentLogger) {
    this.#file = file;
    this.#spentOn = spentOn;
    this.#clock = clock;
    this.#logger = logger;
    this.#runners = new Runners({ file, takeOver: silent => this.#housekeeping.takeOver(silent), clock, logger });
    this.#housekeeping = new Housekeeping(run => this.#changed(run), this.#runners, logger);
  }

  /** Fired when something may have changed, in any process. */
  onDidChange(listener: () => void): Unsubscribe {
    return this.#file.onDidChange(listener);
  }

  /**
   * Adds a job that waits, with all its items, a part at a time. Nobody sees it before it is whole; after a failure or a
   * crash what is there of it is removed.
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

  /** Costs microseconds. `gone` where there is no such job, `undefined` while the file is not open. */
  standing(id: string): JobStanding | 'gone' | undefined {
    return this.#file.read(database => readStanding(database, id) ?? 'gone');
  }

  items(jobId: string, query: ItemQuery): readonly Item[] {
    return this.#file.read(database => readItems(database, jobId, query)) ?? [];
  }

  item(jobId: string, number: number): Item | undefined {
    return this.#file.read(database => readItem(database, jobId, number));
  }

  /** What ended after the item with the mark `after` (`Item.ended`; 0 for the first), in that order. */
  endedAfter(jobId: string, after: number, limit: number): readonly Item[] {
    return this.#file.read(database => readEnded(database, jobId, after, limit)) ?? [];
  }

  /** Which of the next items after the number `after` ended, without what they came to. */
  endedQuestions(jobId: string, after: number, limit: number): readonly EndedQuestion[] {
    return this.#file.read(database => readEndedQuestions(database, jobId, after, limit)) ?? [];
  }

  /** Changes a job, only if it is in one of the states `from` where they are given; tells whether it was. */
  change(id: string, change: JobChange, from?: readonly JobState[]): Promise<boolean> {
    return this.#changed(database => changeJob(database, id, change, from));
  }

  /** The job is done if it goes on and no item is left to be asked; tells whether it is. */
  endIfDone(id: string): Promise<boolean> {
    return this.#changed(database => endJob(database, id, this.#nowMs()));
  }

  /**
   * Nothing is asked any more. Items that run end by themselves: an answer that comes still counts, and what is given back
   * is cancelled.
   */
  async cancel(id: string): Promise<void> {
    const cancelled = { state: 'cancelled', pause: undefined, endedAtMs: this.#nowMs() } as const;
    await this.#write(database => changeJob(database, id, cancelled));
    await this.#housekeeping.cancelItems(id);
  }

  /** Items that failed wait again, and so does the job unless it is running; also one that was over. */
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

  /** Takes the job's rows away: at once for who looks. Its bookings stay; its folder is the caller's. */
  remove(id: string): Promise<void> {
    return this.#housekeeping.remove(id);
  }

  /** Those of the ids that no job has, not even one that is being added; `undefined` while the file is not open. */
  withoutJob(ids: readonly string[]): readonly string[] | undefined {
    return this.#file.read(database => withoutJob(database, ids));
  }

  /** Puts right what processes have left behind that are gone. Also done when a runner enters. */
  tidy(): Promise<void> {
    return this.#housekeeping.tidy();
  }

  /** The same where nobody asks anything here, and goes on watching those of which only their silence can tell. Never throws. */
  async lookAfterOthers(): Promise<void> {
    await this.#housekeeping.tidyBehind();
    this.#runners.watch();
  }

  /** Enters this process as a runner of the job, which beats from now on; what runners held that are gone waits again. */
  async enter(jobId: string): Promise<number> {
    await this.#write(forgetGoneRunners);
    const id = await this.#runners.enter(jobId);
    void this.#housekeeping.tidyBehind();
    return id;
  }

  /** What the runner holds waits again. */
  leave(runnerId: number): Promise<void> {
    return this.#runners.leave(runnerId);
  }

  /** All runners of this process leave: to be called before the file is closed. Never throws. */
  async close(): Promise<void> {
    for (const id of this.#runners.ids) await this.#behind(this.#runners.leave(id));
    this.#runners.stop();
  }

  /**
   * The next items, held by the runner from now on; fewer, or none, when fewer wait. None of a job that is paused or over.
   * Each item has the id of a new question, which is its lease.
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

  /** The item waits again, or is cancelled with its job; see `returnItem`. */
  giveBack(lease: Lease, isTried: boolean): Promise<void> {
    return this.#write(database => returnItem(database, lease, isTried));
  }

  /** Writes what an item came to that nothing is booked for. What is booked is written with the booking: `writeOutcome`. */
  finish(lease: Lease, outcome: ItemOutcome): Promise<void> {
    return this.#write(database => {
      writeOutcome(database, lease, outcome, outcome.state === 'done' ? 0 : undefined, this.#nowMs());
    });
  }

  /** Keeps what the person decided about the changes of some items. */
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
    // Written, so it has run.
    return (value as unknown as { readonly result: T }).result;
  }

  async #write(run: (database: Database) => void): Promise<void> {
    await this.#file.write(run);
  }

  /** Something else matters more: what this fails with is only said. */
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
