/** Placeholder for the remaining seconds in a text from the host. */
const SECONDS = '{seconds}';

/** Returns the remaining whole seconds; at least one, because only the host knows when a wait is over. */
export function secondsLeft(remainingMs: number): number {
  return Math.max(1, Math.ceil(remainingMs / 1000));
}

/** Returns the milliseconds until that number changes; `undefined` if it no longer does. */
export function nextChangeMs(remainingMs: number): number | undefined {
  return remainingMs <= 1000 ? undefined : remainingMs - (secondsLeft(remainingMs) - 1) * 1000;
}

/** Inserts the remaining seconds into a text. */
export function withSeconds(text: string, remainingMs: number | undefined): string {
  return remainingMs === undefined ? text : text.replaceAll(SECONDS, String(secondsLeft(remainingMs)));
}
