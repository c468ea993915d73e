import type { NanoYuan } from '../money.ts';

/** Earlier a forecast would be a guess from one or two days. */
const LEAST_DAYS = 3;

/**
 * What the month will have cost at its end if it goes on as so far; `undefined` in its first days.
 *
 * @param now on the person's clock.
 */
export function monthForecast(spentNanoYuan: NanoYuan, now: Date): NanoYuan | undefined {
  const [year, month] = [now.getFullYear(), now.getMonth()];
  const start = new Date(year, month, 1).getTime();
  const end = new Date(year, month + 1, 1).getTime();
  const elapsed = now.getTime() - start;
  if (elapsed < LEAST_DAYS * 24 * 60 * 60 * 1000) return undefined;
  return Math.round((spentNanoYuan * (end - start)) / elapsed);
}
