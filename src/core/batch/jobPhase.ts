import type { Job } from './job.ts';

/**
 * The state of a job as shown to the user. `ready`: waits for a manual start; `scheduled`: starts at its time;
 * `missed`: no process could start it in time. `here`, `elsewhere`: run by this window or another process.
 * `interrupted`: was running, but its runner is gone. `pausing`: requests already sent are still being answered.
 */
export type JobPhase =
  'ready' | 'scheduled' | 'missed' | 'here' | 'elsewhere' | 'interrupted' | 'pausing' | 'paused' | 'done' | 'cancelled';

/** A start this late still counts as scheduled, for example after the computer was asleep. */
export const LATE_MS = 60 * 60_000;

/** Returns the phase of a job at a wall time. `isHere`: this window runs it. */
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
