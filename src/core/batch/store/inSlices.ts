import { setImmediate } from 'node:timers/promises';

/** Rows that are written in one transaction: more would hold up the extension host. */
export const ROWS_AT_ONCE = 100;

/** Has the items written a slice at a time, and lets others have their turn in between. `from` counts from 0. */
export async function inSlices<T>(
  items: readonly T[],
  write: (slice: readonly T[], from: number) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < items.length; from += ROWS_AT_ONCE) {
    await write(items.slice(from, from + ROWS_AT_ONCE), from);
    await setImmediate();
  }
}

/** Does the next slice of something until none is left, likewise. */
export async function untilDone(next: () => Promise<boolean>): Promise<void> {
  while (!(await next())) await setImmediate();
}
