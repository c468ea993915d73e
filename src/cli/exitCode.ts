import type { Job } from '../core/batch/job.ts';

/** Exit codes. Those for signals are in `interrupts.ts`. */
export const EXIT = { done: 0, someFailed: 1, stopped: 2 } as const;

/** Returns the exit code for a job's final state. */
export function exitCodeOf({ state, counts }: Pick<Job, 'state' | 'counts'>): number {
  if (state !== 'done') return EXIT.stopped;
  return counts.failed > 0 ? EXIT.someFailed : EXIT.done;
}
