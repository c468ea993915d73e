import { Emitter } from '../emitter.ts';
import { pause } from '../pause.ts';
import type { JobState, Pause } from './job.ts';
import type { JobRunnerOptions } from './jobRunnerOptions.ts';
import { JobRun } from './run/jobRun.ts';

/** A wait for the wall clock is looked at so often: timers stand still while a computer sleeps. */
const LOOK_MS = 30_000;

const GOES_ON: readonly JobState[] = ['waiting', 'running', 'paused'];

/** Asks the items of jobs, one request each. Runners of several processes may share a job. */
export class JobRunner {
  readonly #options: JobRunnerOptions;

  constructor(options: JobRunnerOptions) {
    this.#options = options;
  }

  /**
   * Runs a job, also one that was paused, until it is done, stands still or is aborted; what it holds waits again then.
   * Where the service said when its allowance is there again, it waits for that. A job that is done or cancelled stays so.
   *
   * Throws `storage` when the file cannot be written at the beginning; later the job is paused for that, as soon as even
   * this can be written. Until then nothing is asked and nothing that was answered is lost. Also throws what `beforeAsking`
   * throws, when all is given back.
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

  /** True when it is time, or somebody let the job go on already. */
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
