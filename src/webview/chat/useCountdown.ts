import { useEffect, useMemo, useState } from 'preact/hooks';
import { nextChangeMs } from './countdown.ts';

/**
 * Returns the remaining milliseconds, counted with the page's own clock, and renders again every second; negative once
 * the time is over, `undefined` without a countdown.
 *
 * @param said the host's message; a new object restarts the countdown.
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
