import type { BatchStore } from '../../core/batch/batchStore.ts';
import type { Job, JobState } from '../../core/batch/job.ts';
import { LATE_MS } from '../../core/batch/jobPhase.ts';
import type { Clock } from '../../core/clock.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';

/** Longest delay between checks: other windows schedule jobs too, and the system clock may change. */
const LOOK_MS = 60_000;

/** Delay that lets the window that ran a job before its pause resume it first, if it is still open. */
const OTHERS_MS = 10_000;

interface JobHoursParts {
  readonly store: BatchStore;
  /** Starts a job, unless another window has started it or it no longer waits. */
  readonly begin: (job: Job, from: JobState) => Promise<void>;
  /** Called once for each job whose hour passed while no window was open. */
  readonly onMissed: (job: Job) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Starts jobs at their scheduled hour, and resumes jobs that are paused until a certain time. */
export class JobHours {
  readonly #parts: JobHoursParts;
  readonly #told = new Set<string>();
  #cancelTimer = (): void => undefined;
  #isClosed = false;

  constructor(parts: JobHoursParts) {
    this.#parts = parts;
  }

  /** Starts jobs that are due, and sets a timer for the next check. */
  look(): void {
    this.#cancelTimer();
    if (this.#isClosed) return;
    const { store, clock, logger } = this.#parts;
    let nextMs = LOOK_MS;
    try {
      for (const job of store.jobs()) {
        const due = dueOf(job);
        if (due === undefined) continue;
        const waitMs = due.atMs - clock.now();
        if (waitMs > 0) nextMs = Math.min(nextMs, waitMs);
        else this.#due(job, due);
      }
    } catch (error) {
      logger.warn(`Batches that wait for their hour are not looked at: ${describeError(error)}`);
    }
    this.#cancelTimer = clock.after(nextMs, () => this.look());
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelTimer();
  }

  #due(job: Job, due: Due): void {
    const { begin, onMissed, clock, logger } = this.#parts;
    if (clock.now() - due.atMs > LATE_MS) {
      const key = `${job.id} ${due.atMs}`;
      if (!this.#told.has(key)) onMissed(job);
      this.#told.add(key);
      return;
    }
    begin(job, due.state).catch((error: unknown) => {
      logger.warn(`A batch does not begin at its hour: ${describeError(error)}`);
    });
  }
}

interface Due {
  readonly atMs: number;
  readonly state: JobState;
}

/** Returns when a job starts by itself; `undefined` when it waits for the user, or not at all. */
function dueOf({ state, startAtMs, pause }: Job): Due | undefined {
  if (state === 'waiting' && startAtMs !== undefined) return { atMs: startAtMs, state };
  // A job paused by its budget waits for the user, even when the budget renews by itself.
  if (state === 'paused' && pause?.untilMs !== undefined && pause.reason !== 'budget')
    return { atMs: pause.untilMs + OTHERS_MS, state };
  return undefined;
}
