const BASE_MS = 500;
const CAP_MS = 60_000;

/**
 * How long to wait before the attempt that follows `failures` failures: full jitter (a random part of 0.5 s, 1 s, 2 s …
 * up to 60 s), so that callers that failed together do not come back together, after what the service wished.
 */
export function backoffMs(failures: number, retryAfterMs: number | undefined, random: () => number): number {
  const ceilingMs = Math.min(CAP_MS, BASE_MS * 2 ** (failures - 1));
  return Math.min(CAP_MS, (retryAfterMs ?? 0) + random() * ceilingMs);
}

/** The service wants to be left alone for longer than a person would wait: it is told instead of waited for. */
export function isTooLong(retryAfterMs: number | undefined): boolean {
  return retryAfterMs !== undefined && retryAfterMs > CAP_MS;
}
