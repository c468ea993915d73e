import { PART_LIMITS } from './cutPart.ts';
import { ServiceRun } from './serviceRun.ts';
import type { ServiceRunnerOptions } from './serviceRunnerOptions.ts';

/**
 * Runs jobs by the service's batch inference: in parts, each uploaded, ordered, looked after and fetched. Runners of several
 * processes may share a job; one of them works, and another one takes over when that is gone.
 */
export class ServiceRunner {
  readonly #options: Required<ServiceRunnerOptions>;

  constructor(options: ServiceRunnerOptions) {
    this.#options = { windowHours: () => 24, limits: PART_LIMITS, ...options };
  }

  /**
   * Runs a job, also one that was paused, until it is done, stands still or is aborted. What is at the service goes on there
   * all the same, and is fetched the next time. Of a job that is cancelled, what was handed over is stopped, and what was
   * answered by then is fetched: it is paid for. A job that is done stays so.
   *
   * Throws `storage` when the file cannot be written at the beginning; later the job is paused for that, as soon as even this
   * can be written.
   */
  async run(jobId: string, signal: AbortSignal): Promise<void> {
    const { parts } = this.#options;
    if (signal.aborted) return;
    const isBegun = await parts.begin(jobId);
    if (!isBegun && !parts.openJobs().includes(jobId)) return;
    await new ServiceRun(jobId, this.#options).run(signal);
  }
}
