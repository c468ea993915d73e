/** Days of a price are days in China, where the service and its bill are. */
const CHINA_OFFSET_MS = 8 * 60 * 60 * 1000;

/** The day of a wall time, as `2026-09-24`. */
export function chinaDay(nowMs: number): string {
  return new Date(nowMs + CHINA_OFFSET_MS).toISOString().slice(0, 10);
}
