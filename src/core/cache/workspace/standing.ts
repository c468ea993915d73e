/** A use counts half as much after this time. Answers live for a week by default, so even a popular one fades in its life. */
const HALF_LIFE_MS = 24 * 60 * 60 * 1_000;

/** The logarithm of more uses than there can be. */
const MOST_USES_LOG2 = 30;

/**
 * An entry's place in the order in which entries have to go, lowest first, after so many more uses now.
 *
 * It is the frequency of use with ageing, "least recently/frequently used" (Lee et al., IEEE Transactions on Computers
 * 50(12), 2001): what is asked often outlives a thousand answers of a batch that nobody asks again, and what once was
 * asked often goes at last. A score is the logarithm of the uses, each doubled for every half-life since 1970: that
 * keeps the order of the faded counts, so no entry's score has to be touched for it to age.
 *
 * @param before its score so far; `undefined` for a new entry.
 */
export function standingAfter(uses: number, nowMs: number, before = -Infinity): number {
  const now = nowMs / HALF_LIFE_MS;
  // One from the future is older than a clock that was set back.
  const faded = 2 ** Math.min(before - now, MOST_USES_LOG2);
  return now + Math.log2(uses + faded);
}
