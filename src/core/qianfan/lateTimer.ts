import type { Clock } from '../clock.ts';

/** Delays up to this are normal for a busy event loop. */
const TOLERANCE_MS = 1000;

/**
 * Calls `onPassed` after `delayMs`. If the timer fires much too late, the process was suspended or blocked (the
 * computer slept, another extension blocked the event loop), and the expected data may already be in the socket buffer.
 * The timer then waits once more, for the lost time but at most `delayMs`. Returns a function that cancels it.
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
