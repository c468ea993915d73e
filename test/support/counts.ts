/** Any value selects the full counts. */
export const LONG_TESTS_VARIABLE = 'WENXIN_LONG_TESTS';

/**
 * Returns how often a test repeats itself: `short` keeps `npm test` within minutes, `long` is for `npm run test:long`.
 */
export function countOf(short: number, long: number): number {
  return isLong() ? long : short;
}

/** Returns whether the full counts are selected. */
export function isLong(): boolean {
  return process.env[LONG_TESTS_VARIABLE] !== undefined;
}
