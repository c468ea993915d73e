import { useEffect, useMemo, useState } from 'preact/hooks';

/**
 * Returns the elapsed whole seconds, counted with the page's own clock, and renders again with each; `undefined` if
 * nothing is in progress.
 *
 * @param forMs elapsed time as of the host's message; a new value restarts the count.
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
