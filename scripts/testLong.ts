// npm run test:long: runs the repeating tests with their full counts. Takes some minutes.
import { runStep, type Step } from './testRun.ts';
import { LONG_TESTS_VARIABLE } from '../test/support/counts.ts';

process.env[LONG_TESTS_VARIABLE] = '1';
const LONG: Step = {
  name: 'long',
  commands: [
    [
      'node_modules/mocha/bin/mocha.js',
      '--no-config',
      '--disable-warning=ExperimentalWarning',
      '--reporter',
      'test/support/countingReporter.ts',
      'test/unit/client/cancels.test.ts',
      'test/unit/client/manyCalls.test.ts',
      'test/unit/spend/ledgerCrashes.test.ts',
      'test/unit/client/budgetProcesses.test.ts',
      'test/unit/client/account.test.ts',
      'test/unit/batch/runnerProcesses.test.ts',
    ],
  ],
};
const { succeeded, passed, failed } = await runStep(LONG, text => process.stdout.write(text));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = succeeded ? 0 : 1;
