import { writeFileSync } from 'node:fs';
import { reporters, type MochaOptions, type Runner, type Test } from 'mocha';

/** Environment variable with the path of the file that the counts are written to. */
export const COUNTS_FILE_VARIABLE = 'WENXIN_TEST_COUNTS';

/** The results of a test run, in numbers of tests. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** The failed tests, each with its full title and its error. */
  readonly failures: readonly string[];
}

/** Shows a run like one of mocha's own reporters (option `show`, default `spec`), and writes its counts to a file. */
export class CountingReporter extends reporters.Base {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    const { show } = (options.reporterOptions ?? {}) as { readonly show?: 'dot' | 'spec' };
    const Shown = reporters[show === 'dot' ? 'Dot' : 'Spec'];
    new Shown(runner, options);
    const failures: string[] = [];
    runner.on('fail', (test: Test, error: Error) => {
      failures.push(`${test.titlePath().join(' › ')}\n${error.stack ?? error.message}`);
    });
    runner.once('end', () => {
      const file = process.env[COUNTS_FILE_VARIABLE];
      const counts: Counts = { passed: runner.stats?.passes ?? 0, failed: runner.stats?.failures ?? 0, failures };
      if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
    });
  }
}

// The value that `require` returns: mocha's command line loads reporters with it.
export { CountingReporter as 'module.exports' };
