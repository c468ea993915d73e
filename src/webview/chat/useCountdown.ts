import { useEffect, useMemo, useState } from 'preact/hooks';
import { nextChangeMs } from './countdown.ts';

/**
 * Milliseconds that are left, by the page's own clock, of what the host said, and rendered anew when a second is over;
 * below zero when it is over. `undefined` where nothing is counted.
 *
 * @param said the host's message: another object is another count.
 */
export function useCountdown(said: object, remainingMs: number | undefined): number | undefined {
  const endsAtMs = useMemo(() => performance.now() + (remainingMs ?? 0), [said]);
  const [, tick] = useState(0);
  const leftMs = endsAtMs - performance.now();
  useEffect(() => {
    if (remainingMs === undefined || leftMs <= 0) return;
    const timer = setTimeout(() => tick(count => count + 1), nextChangeMs(leftMs) ?? leftMs);
    return () => clearTimeout(timer);
  });
  return remainingMs === undefined ? undefined : leftMs;
}
