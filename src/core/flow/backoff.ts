const BASE_MS = 500;
const CAP_MS = 60_000;

/**
 * Returns the wait before the attempt that follows `failures` failures: the service's retry-after time plus full jitter
 * (a random part of 0.5 s, 1 s, 2 s …), at most 60 s. The jitter keeps callers that failed together from retrying
 * together.
 */
export function backoffMs(failures: number, retryAfterMs: number | undefined, random: () => number): number {
  const ceilingMs = Math.min(CAP_MS, BASE_MS * 2 ** (failures - 1));
  return Math.min(CAP_MS, (retryAfterMs ?? 0) + random() * ceilingMs);
}

/** Returns true if the service asks for a longer pause than a user would wait; the question then fails at once. */
export function isTooLong(retryAfterMs: number | undefined): boolean {
  return retryAfterMs !== undefined && retryAfterMs > CAP_MS;
}
