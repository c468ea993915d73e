import { setImmediate } from 'node:timers/promises';

/** Far longer than anything takes on a busy machine, and less than a test has: who waits in vain is told for what. */
const LIMIT_MS = 120_000;

/** Waits for what takes no time of a test's clock, but real reads, writes and messages; fails when it does not come. */
export async function until(isSo: () => boolean, what = 'it'): Promise<void> {
  const untilMs = performance.now() + LIMIT_MS;
  while (!isSo()) {
    if (performance.now() > untilMs) throw new Error(`${what} did not come`);
    await setImmediate();
  }
}
