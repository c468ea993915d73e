/** After this time a use counts half. Answers live a week by default, so even a popular one fades in its life. */
const HALF_LIFE_MS = 24 * 60 * 60 * 1_000;

/** Base-2 logarithm of more uses than can occur. */
const MOST_USES_LOG2 = 30;

/**
 * Returns the eviction score of an entry after that many more uses now; the lowest score is evicted first.
 *
 * The score is a use frequency with ageing, "least recently/frequently used" (Lee et al., IEEE Transactions on
 * Computers 50(12), 2001): a popular answer outlives the thousand answers of a batch that are never read again, and a
 * formerly popular one is evicted in the end. A score is the logarithm of the uses, each doubled for every half-life
 * since 1970. This keeps the order of the decayed counts, so no score has to be updated for ageing.
 *
 * @param before its score so far; `undefined` for a new entry.
 */
export function standingAfter(uses: number, nowMs: number, before = -Infinity): number {
  const now = nowMs / HALF_LIFE_MS;
  // A score from the future dates from before the clock was set back.
  const faded = 2 ** Math.min(before - now, MOST_USES_LOG2);
  return now + Math.log2(uses + faded);
}
