import type { Job } from '../core/batch/job.ts';

/** How the program ends; the signals' numbers are those of every tool. */
export const EXIT = { done: 0, someFailed: 1, stopped: 2 } as const;

/** By how a job ended. */
export function exitCodeOf({ state, counts }: Pick<Job, 'state' | 'counts'>): number {
  if (state !== 'done') return EXIT.stopped;
  return counts.failed > 0 ? EXIT.someFailed : EXIT.done;
}
