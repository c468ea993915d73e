import type { Clock } from '../clock.ts';

/** Up to here lateness is ordinary: the event loop was busy for a moment. */
const TOLERANCE_MS = 1000;

/**
 * Calls `onPassed` when `delayMs` have passed that this process could also use. A timer that fires much too late means
 * that the process stood still (another extension, a laptop asleep) and what it waits for may lie in the socket: it then
 * gets the lost time once more, at most `delayMs`. Returns a function that cancels it.
 */
export function startLateTimer(clock: Clock, delayMs: number, onPassed: () => void): () => void {
  const dueMs = clock.monotonicMs() + delayMs;
  let cancel = clock.after(delayMs, () => {
    const lateMs = clock.monotonicMs() - dueMs;
    if (lateMs > TOLERANCE_MS) cancel = clock.after(Math.min(lateMs, delayMs), onPassed);
    else onPassed();
  });
  return () => cancel();
}
