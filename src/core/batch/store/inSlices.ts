import { setImmediate } from 'node:timers/promises';

/** Rows per transaction: more would block the extension host. */
export const ROWS_AT_ONCE = 100;

/** Writes items in slices, yielding to the event loop in between. `from` counts from 0. */
export async function inSlices<T>(
  items: readonly T[],
  write: (slice: readonly T[], from: number) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < items.length; from += ROWS_AT_ONCE) {
    await write(items.slice(from, from + ROWS_AT_ONCE), from);
    await setImmediate();
  }
}

/** Calls `next` until it returns true, yielding to the event loop in between. */
export async function untilDone(next: () => Promise<boolean>): Promise<void> {
  while (!(await next())) await setImmediate();
}
