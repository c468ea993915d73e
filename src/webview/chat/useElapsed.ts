import { useEffect, useMemo, useState } from 'preact/hooks';

/**
 * Whole seconds that something has lasted, counted on by the page's own clock and rendered anew with each; `undefined` where
 * nothing lasts.
 *
 * @param forMs for how long it had lasted when the host said so: another number is another count.
 */
export function useElapsed(forMs: number | undefined): number | undefined {
  const beganAtMs = useMemo(() => performance.now() - (forMs ?? 0), [forMs]);
  const [, tick] = useState(0);
  const elapsedMs = performance.now() - beganAtMs;
  useEffect(() => {
    if (forMs === undefined) return;
    const timer = setTimeout(() => tick(count => count + 1), 1000 - (elapsedMs % 1000));
    return () => clearTimeout(timer);
  });
  return forMs === undefined ? undefined : Math.floor(elapsedMs / 1000);
}
