import assert from 'node:assert/strict';

/** Fails with one line for each problem, so that a failing check lists what to fix. */
export function assertNone(problems: readonly string[]): void {
  if (problems.length > 0) assert.fail(`\n  ${problems.join('\n  ')}\n`);
}
