import type { ComingHour } from './dryRunPorts.ts';

const MINUTES_PER_HOUR = 60;

/**
 * When the hours in which a batch will run are quietest together. `undefined` where it might as well begin now, and where
 * it takes longer than is known ahead.
 */
export function quietHour(hours: readonly ComingHour[], minutes: number): number | undefined {
  const needed = Math.max(1, Math.ceil(minutes / MINUTES_PER_HOUR));
  const starts = hours.slice(0, Math.max(0, hours.length - needed + 1));
  const busy = starts.map((_, at) => hours.slice(at, at + needed).reduce((sum, { requests }) => sum + requests, 0));
  const least = Math.min(...busy);
  const at = busy.indexOf(least);
  // A fraction of a request less is no quieter hour.
  return at > 0 && least + 1 <= (busy[0] ?? 0) ? starts[at]?.startMs : undefined;
}
