// npm run test:long: runs the unit tests with the full counts of those that repeat themselves, and with new random
// examples. Takes long.
import { runStep, type Step } from './testRun.ts';
import { LONG_TESTS_VARIABLE } from '../test/support/counts.ts';

process.env[LONG_TESTS_VARIABLE] = '1';
const LONG: Step = {
  name: 'long',
  commands: [
    ['node_modules/mocha/bin/mocha.js', '--reporter', 'test/support/countingReporter.ts', '--timeout', '3600000'],
  ],
};
const { succeeded, passed, failed } = await runStep(LONG, text => process.stdout.write(text));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = succeeded ? 0 : 1;
