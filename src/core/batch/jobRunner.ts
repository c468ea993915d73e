import { Emitter } from '../emitter.ts';
import { pause } from '../pause.ts';
import type { JobState, Pause } from './job.ts';
import type { JobRunnerOptions } from './jobRunnerOptions.ts';
import { JobRun } from './run/jobRun.ts';

/** Polling interval for a wall-clock deadline: timers stop while the computer sleeps. */
const LOOK_MS = 30_000;

const GOES_ON: readonly JobState[] = ['waiting', 'running', 'paused'];

/** Runs jobs by asking their items, one request each. Runners of several processes may share a job. */
export class JobRunner {
  readonly #options: JobRunnerOptions;

  constructor(options: JobRunnerOptions) {
    this.#options = options;
  }

  /**
   * Runs a job, even a paused one, until it is done, paused or aborted; items that it still holds then wait again. If
   * the service said when its quota resets, waits for that. Leaves a done or cancelled job unchanged.
   *
   * Throws `storage` when the file cannot be written at the start; a later failure pauses the job as soon as the pause
   * can be written. Until then nothing is asked and no answer is lost. Also throws what `beforeAsking` throws, after
   * all items are given back.
   */
  async run(jobId: string, signal: AbortSignal): Promise<void> {
    const { store, logger } = this.#options;
    let reset: Pause | undefined;
    while (!signal.aborted) {
      const isBegun = await store.change(jobId, { state: 'running', pause: undefined }, GOES_ON);
      if (!isBegun) return;
      const job = store.job(jobId);
      if (job === undefined) return;
      reset = await new JobRun(job, this.#options).run(signal);
      if (reset?.reason !== 'quota' || reset.untilMs === undefined) return;
      logger.info(`Batch ${jobId} goes on at ${new Date(reset.untilMs).toISOString()}`);
      if (!(await this.#waitFor(jobId, reset, signal))) return;
    }
  }

  /** Returns true when the time has come, or the job was resumed earlier. */
  async #waitFor(jobId: string, reset: Pause, signal: AbortSignal): Promise<boolean> {
    const { store, clock } = this.#options;
    const { untilMs = 0 } = reset;
    const changed = new Emitter<void>();
    const unsubscribe = store.onDidChange(() => changed.fire());
    try {
      for (;;) {
        const standing = store.standing(jobId);
        if (standing === 'gone') return false;
        if (standing?.state === 'running') return true;
        if (standing !== undefined && !isSame(standing.pause, reset)) return false;
        const leftMs = untilMs - clock.now();
        if (leftMs <= 0) return true;
        await pause(clock, Math.min(LOOK_MS, leftMs), signal, changed.event);
      }
    } catch (error) {
      if (signal.aborted) return false;
      throw error;
    } finally {
      unsubscribe();
    }
  }
}

function isSame(one: Pause | undefined, other: Pause): boolean {
  return one?.reason === other.reason && one.untilMs === other.untilMs;
}
