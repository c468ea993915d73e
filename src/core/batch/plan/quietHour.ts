import type { ComingHour } from './dryRunPorts.ts';

const MINUTES_PER_HOUR = 60;

/**
 * Returns the start of the quietest period that is long enough for the batch. `undefined` if starting now is as good,
 * or if the batch takes longer than the forecast.
 */
export function quietHour(hours: readonly ComingHour[], minutes: number): number | undefined {
  const needed = Math.max(1, Math.ceil(minutes / MINUTES_PER_HOUR));
  const starts = hours.slice(0, Math.max(0, hours.length - needed + 1));
  const busy = starts.map((_, at) => hours.slice(at, at + needed).reduce((sum, { requests }) => sum + requests, 0));
  const least = Math.min(...busy);
  const at = busy.indexOf(least);
  // It must be quieter by at least one request.
  return at > 0 && least + 1 <= (busy[0] ?? 0) ? starts[at]?.startMs : undefined;
}
