import { formatYuan, type NanoYuan } from '../core/money.ts';
import { displayWidth, fitted } from './displayWidth.ts';
import type { Say } from './messages.ts';

/** Progress of a job. */
export interface JobProgress {
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  /** Cost so far; `undefined` when the price is unknown. */
  readonly amountNanoYuan: NanoYuan | undefined;
  /** Missing until an item has ended. */
  readonly perMinute?: number | undefined;
}

/** Returns the progress as a line without a line break, shortened to fit `columns`. */
export function progressText(progress: JobProgress, say: Say, columns = Infinity): string {
  const { done, failed, total, perMinute } = progress;
  const parts = [say('progress', { done, failed, total, cost: costText(progress.amountNanoYuan, say) })];
  if (perMinute !== undefined) {
    parts.push(say('rate', { rate: perMinute < 10 ? perMinute.toFixed(1) : Math.round(perMinute) }));
    parts.push(say('left', { time: timeText((60_000 * (total - done - failed)) / perMinute) }));
  }
  while (parts.length > 1 && displayWidth(parts.join(' · ')) > columns) parts.splice(1, 1);
  return fitted(parts.join(' · '), columns);
}

/** Formats an amount, or says that the price is unknown. */
export function costText(amountNanoYuan: NanoYuan | undefined, say: Say): string {
  return amountNanoYuan === undefined ? say('costUnknown') : formatYuan(amountNanoYuan);
}

/** Returns for example `0:07`, `12:30` or `3:00:00`. */
function timeText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
