/** Set it to anything to have the full counts. */
export const LONG_TESTS_VARIABLE = 'WENXIN_LONG_TESTS';

/** How often a test repeats itself: `npm test` is done in minutes, `npm run test:long` is for certainty. */
export function countOf(short: number, long: number): number {
  return isLong() ? long : short;
}

/** Whether the full counts are wanted, by somebody who waits for figures. */
export function isLong(): boolean {
  return process.env[LONG_TESTS_VARIABLE] !== undefined;
}
