import { setTimeout } from 'node:timers/promises';

/**
 * Far longer than anything takes on a busy machine, but shorter than a test's timeout, so that the error names what was
 * missing.
 */
const LIMIT_MS = 120_000;

/**
 * Waits for a condition that depends on real I/O and messages, not on a test's clock; throws if it does not become
 * true.
 */
export async function until(isSo: () => boolean, what = 'it'): Promise<void> {
  const untilMs = performance.now() + LIMIT_MS;
  while (!isSo()) {
    if (performance.now() > untilMs) throw new Error(`${what} did not come`);
    await setTimeout(1);
  }
}
