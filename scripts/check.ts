// Runs all checks that do not run the product. Each guard prints one line; a failed one prints its reason below it.
// `--without-tests` skips the guards that are unit tests, for callers that run all unit tests anyway.
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tool = (path: string): string => `node_modules/${path}`;
const mocha = [tool('mocha/bin/mocha.js'), '--no-config', '--forbid-only', '--timeout', '60000', '--reporter', 'dot'];

/** The folders with their own compiler options. ESLint reports files that belong to none of them. */
const projects = globSync(['tsconfig.json', '{src,test}/**/tsconfig.json'], { cwd: root }).map(dirname);

const testGuards = [
  ['texts', [...mocha, 'test/unit/l10n/*.test.ts']],
  ['architecture', [...mocha, 'test/unit/architecture/*.test.ts']],
  ['manifest', [...mocha, 'test/unit/manifest/*.test.ts']],
] as const;

/** Each guard is a script for Node with its arguments. The slowest come first, so that none of them delays the end. */
const guards: readonly (readonly [name: string, command: readonly string[]])[] = [
  ['lint', [tool('eslint/bin/eslint.js'), '--max-warnings', '0', '.']],
  ...projects.map(
    project =>
      [project === '.' ? 'types' : `types of ${project}`, [tool('typescript/bin/tsc'), '--project', project]] as const,
  ),
  ['unused code', [tool('knip/bin/knip.js'), '--no-progress', '--no-config-hints']],
  [
    'code for tests only',
    [tool('knip/bin/knip.js'), '--no-progress', '--no-config-hints', '--production', '--include', 'files'],
  ],
  ...(process.argv.includes('--without-tests') ? [] : testGuards),
  ['bundles', ['scripts/checkBundles.ts']],
  ['format', [tool('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']],
];

const waiting = [...guards];
const failed: string[] = [];
const started = performance.now();
await Promise.all(Array.from({ length: availableParallelism() }, work));
console.log(`${guards.length - failed.length} guards passed, ${failed.length} failed in ${secondsSince(started)} s`);
process.exitCode = failed.length > 0 ? 1 : 0;

async function work(): Promise<void> {
  for (let guard = waiting.shift(); guard !== undefined; guard = waiting.shift()) {
    const [name, command] = guard;
    const begun = performance.now();
    const { passed, output } = await run(command);
    if (!passed) failed.push(name);
    console.log(`${passed ? 'ok  ' : 'FAIL'}  ${name.padEnd(20)} ${secondsSince(begun).padStart(5)} s`);
    if (!passed) console.log(`\n${output.trim()}\n`);
  }
}

function run(command: readonly string[]): Promise<{ readonly passed: boolean; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    child.once('error', reject);
    child.once('close', code => resolve({ passed: code === 0, output }));
  });
}

function secondsSince(start: number): string {
  return ((performance.now() - start) / 1000).toFixed(1);
}
