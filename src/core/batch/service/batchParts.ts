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

/** Rows per transaction: more would block the extension host. */
const ROWS_AT_ONCE = 200;

/** The parts of jobs for the service's batch inference. All methods throw `storage`. */
export class BatchParts {
  readonly #file: BatchFile;
  readonly #booking: BatchBooking;

  constructor(file: BatchFile, booking: BatchBooking) {
    this.#file = file;
    this.#booking = booking;
  }

  /** Returns the parts of a job in order; none while the file is not open. */
  of(jobId: string): readonly Part[] {
    return this.#file.read(database => readParts(database, jobId)) ?? [];
  }

  /** Returns jobs with parts that are not closed, including cancelled jobs, which have to be run to completion. */
  openJobs(): readonly string[] {
    return this.#file.read(readOpenJobs) ?? [];
  }

  /** Returns the ids of all known orders. */
  orderIds(): ReadonlySet<string> {
    return this.#file.read(readOrderIds) ?? new Set();
  }

  /**
   * Creates a part from as many of the cut lines as fit into all budgets, and reserves their maximum cost: in one
   * transaction, so that no other process can spend the same amount. Returns `wait` while open attempts leave no room,
   * or if the lease is lost, the job not running or an item taken. Throws what `BatchBooking.fitting` throws.
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

  /** Moves a part to a state and returns it; `undefined` if the lease is lost or the part has changed. */
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

  /** Holds the items of a cut part; returns false when some are no longer available. Can be repeated if interrupted. */
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

  /** Closes a part: gives back its held items and releases its reservation. Returns false if it could not be moved. */
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

  /** Starts or resumes the job; returns false if it is done or cancelled. */
  begin(jobId: string): Promise<boolean> {
    return this.#change(jobId, ['waiting', 'paused', 'running'], database => {
      changeJob(database, jobId, { state: 'running', pause: undefined });
    });
  }

  /** Pauses the job; returns false if its state was changed meanwhile. */
  pause(jobId: string, pause: Pause): Promise<boolean> {
    return this.#change(jobId, ['waiting', 'running'], database => {
      changeJob(database, jobId, { state: 'paused', pause });
    });
  }

  /** Marks the job `done`; returns false if its state was changed meanwhile. */
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
