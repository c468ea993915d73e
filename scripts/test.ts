// npm test: runs all steps until one fails. `node scripts/test.ts unit e2e` runs just these.
import { ensureBrowser } from '../test/support/vscode/browser.ts';
import { installVSCode, NEWEST_VERSION, OLDEST_VERSION } from '../test/support/vscode/install.ts';
import { runStep, type Step } from './testRun.ts';

const MOCHA = ['node_modules/mocha/bin/mocha.js', '--reporter', 'test/support/countingReporter.ts'];

/**
 * Turns run one after the other. The lanes of a turn run in parallel, and the steps of a lane in sequence, because a
 * single process uses at most one core and often waits. Only one lane of a turn may write to `dist`.
 */
const TURNS: readonly (readonly (readonly Step[])[])[] = [
  // The unit tests among its guards also run in `unit`.
  [[{ name: 'check', commands: [['scripts/check.ts', '--without-tests']] }]],
  [
    [{ name: 'unit', commands: [[...MOCHA, '--reporter-option', 'show=dot']] }],
    [
      // Each state of the page in four themes and two languages, from 200 px width.
      { name: 'looks', commands: [['esbuild.mjs'], ['test/support/webviewPreview/main.ts']] },
      // Behaviour of the page under the host's own content security policy.
      { name: 'page', commands: [['esbuild.mjs'], [...MOCHA, '--config', 'test/page/.mocharc.json']] },
      { name: 'integration', usesVSCode: true, commands: [['esbuild.mjs', '--tests'], ['scripts/testIntegration.ts']] },
      // The same tests in the oldest VS Code that the manifest allows.
      {
        name: 'oldest',
        usesVSCode: true,
        commands: [
          ['esbuild.mjs', '--tests'],
          ['scripts/testIntegration.ts', 'oldest'],
        ],
      },
      { name: 'package', commands: [['scripts/package.ts']] },
    ],
  ],
  [[{ name: 'e2e', usesVSCode: true, commands: [[...MOCHA, '--config', 'test/e2e/.mocharc.json']] }]],
];
const STEPS = TURNS.flat(2);

const asked = process.argv.slice(2);
const unknown = asked.filter(name => !STEPS.some(step => step.name === name));
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(', ')}. There are: ${STEPS.map(step => step.name).join(', ')}`);
  process.exit(2);
}

const isAsked = (step: Step): boolean => asked.length === 0 || asked.includes(step.name);
// The first steps run while the servers are downloaded.
const installed = STEPS.some(step => isAsked(step) && step.usesVSCode === true) ? installServers() : Promise.resolve();
installed.catch(() => undefined);

const started = performance.now();
let passed = 0;
let failed = 0;
const durations: string[] = [];
const failures: string[] = [];
for (const turn of TURNS) {
  const lanes = turn.map(lane => lane.filter(isAsked)).filter(lane => lane.length > 0);
  await Promise.all(lanes.map(lane => runLane(lane, lanes.length > 1)));
  if (failed > 0) break;
}
// Repeated at the end, because a failure may be thousands of lines above, before the output of parallel lanes.
for (const failure of failures) console.log(`\nFAILED: ${failure}`);
console.log(`\n${durations.join(', ')}; in all ${secondsSince(started)}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** The output of a step in a parallel lane is only shown if it fails. */
async function runLane(steps: readonly Step[], hasOthersBeside: boolean): Promise<void> {
  for (const step of steps) {
    if (failed > 0) return;
    console.log(`\n== ${step.name}${hasOthersBeside ? ' ...' : ''}`);
    const begun = performance.now();
    if (step.usesVSCode === true) await installed;
    let kept = '';
    const result = await runStep(step, text => {
      if (hasOthersBeside) kept += text;
      else process.stdout.write(text);
    });
    passed += result.passed;
    failed += result.failed;
    failures.push(...result.failures.map(failure => `${step.name}: ${failure}`));
    durations.push(`${step.name} ${secondsSince(begun)}`);
    if (!result.succeeded) process.stdout.write(kept);
    const tests = `${result.passed} passed, ${result.failed} failed`;
    console.log(`== ${step.name} ${result.succeeded ? 'done' : 'FAILED'} in ${secondsSince(begun)}: ${tests}`);
  }
}

async function installServers(): Promise<void> {
  await ensureBrowser();
  for (const version of [NEWEST_VERSION, OLDEST_VERSION]) await installVSCode(version);
}

function secondsSince(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}
