import { PART_LIMITS } from './cutPart.ts';
import { ServiceRun } from './serviceRun.ts';
import type { ServiceRunnerOptions } from './serviceRunnerOptions.ts';

/**
 * Runs jobs by the service's batch inference, in parts that are each uploaded, ordered, polled and fetched. Runners of
 * several processes may share a job; one of them works, and another one takes over when it is gone.
 */
export class ServiceRunner {
  readonly #options: Required<ServiceRunnerOptions>;

  constructor(options: ServiceRunnerOptions) {
    this.#options = { windowHours: () => 24, limits: PART_LIMITS, ...options };
  }

  /**
   * Runs a job, even a paused one, until it is done, paused or aborted. Parts at the service continue there, and are
   * fetched by the next run. If the job is cancelled, its parts at the service are cancelled, and results that exist by
   * then are fetched, because they are charged. Leaves a done job unchanged.
   *
   * Throws `storage` when the file cannot be written at the start; a later failure pauses the job as soon as the pause
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
