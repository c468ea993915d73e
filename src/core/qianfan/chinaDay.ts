/** Prices are valid for days in China time, as Baidu's bills are. */
const CHINA_OFFSET_MS = 8 * 60 * 60 * 1000;

/** Returns the date in China at a wall-clock time, such as `2026-09-24`. */
export function chinaDay(nowMs: number): string {
  return new Date(nowMs + CHINA_OFFSET_MS).toISOString().slice(0, 10);
}
