// npm test: all steps in order, up to the first that fails. `node scripts/test.ts unit e2e` runs just these.
import { installVSCode, NEWEST_VERSION, OLDEST_VERSION } from '../test/support/vscode/install.ts';
import { runStep, type Step } from './testRun.ts';

const MOCHA = ['node_modules/mocha/bin/mocha.js', '--reporter', 'test/support/countingReporter.ts'];

const STEPS: readonly Step[] = [
  { name: 'check', commands: [['scripts/check.ts']] },
  { name: 'unit', commands: [[...MOCHA, '--reporter-option', 'show=dot']] },
  // Each state of the page in four themes and two languages, from 200 px wide.
  { name: 'looks', commands: [['esbuild.mjs'], ['test/support/webviewPreview/main.ts']] },
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
  { name: 'e2e', usesVSCode: true, commands: [[...MOCHA, '--config', 'test/e2e/.mocharc.json']] },
];

const asked = process.argv.slice(2);
const unknown = asked.filter(name => !STEPS.some(step => step.name === name));
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(', ')}. There are: ${STEPS.map(step => step.name).join(', ')}`);
  process.exit(2);
}

const steps = STEPS.filter(step => asked.length === 0 || asked.includes(step.name));
// The first steps run while the servers come from the registry.
const installed = steps.some(step => step.usesVSCode === true) ? installServers() : Promise.resolve();
installed.catch(() => undefined);

const started = performance.now();
let passed = 0;
let failed = 0;
const durations: string[] = [];
for (const step of steps) {
  console.log(`\n== ${step.name}`);
  const begun = performance.now();
  if (step.usesVSCode === true) await installed;
  const result = await runStep(step);
  passed += result.passed;
  failed += result.failed;
  durations.push(`${step.name} ${secondsSince(begun)}`);
  console.log(`== ${step.name} ${result.succeeded ? 'done' : 'FAILED'} in ${secondsSince(begun)}`);
  if (!result.succeeded) break;
}
console.log(`\n${durations.join(', ')}; in all ${secondsSince(started)}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

async function installServers(): Promise<void> {
  for (const version of [NEWEST_VERSION, OLDEST_VERSION]) await installVSCode(version);
}

function secondsSince(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}
