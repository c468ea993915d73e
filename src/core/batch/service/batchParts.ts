import { setImmediate } from 'node:timers/promises';
import type { Affordable, BatchAttribution, BatchBooking } from '../../batchBooking.ts';
import type { Database } from '../../database/database.ts';
import type { BatchFile } from '../batchFile.ts';
import type { Job, JobState, Pause } from '../job.ts';
import { JOB_STATES } from '../job.ts';
import { changeJob } from '../store/jobRows.ts';
import type { CutPart } from './cutPart.ts';
import type { Part, PartPlan, PartState } from './part.ts';
import type { PartLease } from './partLease.ts';
import {
  countHeldItems,
  giveBackItems,
  holdItems,
  insertPart,
  movePart,
  readOpenJobs,
  readOrderIds,
  readParts,
  releaseReserved,
} from './partRows.ts';

/** Rows that are written in one transaction: more would hold up the extension host. */
const ROWS_AT_ONCE = 200;

/** The parts of jobs that go to the service's batch inference. Everything throws `storage`. */
export class BatchParts {
  readonly #file: BatchFile;
  readonly #booking: BatchBooking;

  constructor(file: BatchFile, booking: BatchBooking) {
    this.#file = file;
    this.#booking = booking;
  }

  /** In their order; none while the file is not open. */
  of(jobId: string): readonly Part[] {
    return this.#file.read(database => readParts(database, jobId)) ?? [];
  }

  /** Jobs of which something is at the service, or on its way: also cancelled ones, which have to be run to their end. */
  openJobs(): readonly string[] {
    return this.#file.read(readOpenJobs) ?? [];
  }

  /** Ids of all orders that are known. */
  orderIds(): ReadonlySet<string> {
    return this.#file.read(readOrderIds) ?? new Set();
  }

  /**
   * Makes a part of what was cut, as much of it as fits into all budgets, and reserves what that can cost at most: all in one
   * transaction, so that nobody else can spend the same. `wait` when only what is open is in the way, or somebody has taken
   * one of its items. Throws what `BatchBooking.fitting` throws.
   */
  async add(
    job: Job,
    number: number,
    cut: CutPart,
    plan: Pick<PartPlan, 'endpoint' | 'windowHours'>,
    lease: PartLease,
  ): Promise<Part | 'wait'> {
    const { workspace } = job.plan;
    const { model, lines } = cut;
    const attribution: BatchAttribution = {
      jobId: job.id,
      workspace,
      model,
      endpoint: plan.endpoint.name,
      account: plan.endpoint.account ?? '',
    };
    const worst = lines.map(line => this.#booking.worstOf(model, line.maxInputTokens, line.maxOutputTokens));
    let added: Part | 'wait' = 'wait';
    await this.#file.write(database => {
      added = 'wait';
      if (!lease.isHeld(database) || !isRunning(database, job.id)) return;
      const fitting: Affordable = this.#booking.fitting(database, attribution, worst);
      if (fitting === 'wait') return;
      const taken = lines.slice(0, fitting.count);
      const [first, last] = [taken[0], taken.at(-1)];
      if (first === undefined || last === undefined) return;
      const part: Part = {
        jobId: job.id,
        number,
        state: 'cut',
        reservedNanoYuan: fitting.reservedNanoYuan,
        plan: {
          ...plan,
          workspace,
          model,
          count: taken.length,
          first: first.number,
          last: last.number,
          byteLength: last.endByte,
        },
      };
      if (insertPart(database, part)) added = part;
    });
    return added;
  }

  /** A part comes on, as long as nobody else looks after it; returns it, or `undefined` where somebody else does. */
  async move(
    part: Part,
    lease: PartLease,
    state: PartState,
    change: Partial<PartPlan> = {},
  ): Promise<Part | undefined> {
    let isMoved = false;
    await this.#file.write(database => {
      isMoved = lease.isHeld(database) && movePart(database, part, state, change);
    });
    return isMoved ? { ...part, state, plan: { ...part.plan, ...change } } : undefined;
  }

  /** Holds the items of a part that was cut; false when not all of them are left. May be done again, where it broke off. */
  async hold(part: Part, lease: PartLease): Promise<boolean> {
    const { first, last, count } = part.plan;
    for (let from = first; from <= last; from += ROWS_AT_ONCE) {
      await this.#file.write(database => {
        if (lease.isHeld(database)) holdItems(database, part, from, ROWS_AT_ONCE);
      });
      await setImmediate();
    }
    return this.#file.read(database => countHeldItems(database, part)) === count;
  }

  /** A part is closed: what is still held for it is given back, and what is reserved is free. False as `move`'s `undefined`. */
  async close(part: Part, lease: PartLease): Promise<boolean> {
    for (let isLeft = true; isLeft;) {
      await this.#file.write(database => {
        isLeft = lease.isHeld(database) && giveBackItems(database, part, ROWS_AT_ONCE);
      });
      await setImmediate();
    }
    let isClosed = false;
    await this.#file.write(database => {
      isClosed = lease.isHeld(database) && movePart(database, part, 'closed', {});
      if (isClosed) releaseReserved(database, part, 'all');
    });
    return isClosed;
  }

  /** The job goes on; false where it is over. */
  begin(jobId: string): Promise<boolean> {
    return this.#change(jobId, ['waiting', 'paused', 'running'], database => {
      changeJob(database, jobId, { state: 'running', pause: undefined });
    });
  }

  /** The job stands still, unless somebody has decided otherwise. */
  pause(jobId: string, pause: Pause): Promise<boolean> {
    return this.#change(jobId, ['waiting', 'running'], database => {
      changeJob(database, jobId, { state: 'paused', pause });
    });
  }

  /** The job is done. */
  end(jobId: string, endedAtMs: number): Promise<boolean> {
    return this.#change(jobId, ['waiting', 'running'], database => {
      changeJob(database, jobId, { state: 'done', pause: undefined, endedAtMs });
    });
  }

  async #change(jobId: string, from: readonly JobState[], run: (database: Database) => void): Promise<boolean> {
    let isChanged = false;
    await this.#file.write(database => {
      const state = stateOf(database, jobId);
      isChanged = state !== undefined && from.includes(state);
      if (isChanged) run(database);
    });
    return isChanged;
  }
}

function isRunning(database: Database, jobId: string): boolean {
  return stateOf(database, jobId) === 'running';
}

function stateOf(database: Database, jobId: string): JobState | undefined {
  const row = database.statement('SELECT state FROM batch_job WHERE id = ?').get(jobId);
  return row === undefined ? undefined : JOB_STATES[Number(row['state'])];
}
