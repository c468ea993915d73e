import type { Job } from './job.ts';

/**
 * How a job stands for a person. `ready`: it waits to be begun; `scheduled`: it begins at its hour; `missed`: its hour
 * passed while nobody could begin it. `here`, `elsewhere`: this window runs it, or another process. `interrupted`: it ran,
 * and whoever ran it is gone. `pausing`: what was sent already is still being answered.
 */
export type JobPhase =
  'ready' | 'scheduled' | 'missed' | 'here' | 'elsewhere' | 'interrupted' | 'pausing' | 'paused' | 'done' | 'cancelled';

/** A computer that slept a little through the hour of a job has not missed it. */
export const LATE_MS = 60 * 60_000;

/** How a job stands at a wall time, for a window that runs it or does not. */
export function jobPhase(job: Job, isHere: boolean, nowMs: number): JobPhase {
  switch (job.state) {
    case 'waiting':
      if (job.startAtMs === undefined) return 'ready';
      return nowMs - job.startAtMs > LATE_MS ? 'missed' : 'scheduled';
    case 'running':
      if (isHere) return 'here';
      return job.runners > 0 ? 'elsewhere' : 'interrupted';
    case 'paused':
      return job.counts.running > 0 && (isHere || job.runners > 0) ? 'pausing' : 'paused';
    case 'done':
    case 'cancelled':
      return job.state;
  }
}
