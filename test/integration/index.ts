import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { format } from 'node:util';
import { CountingReporter } from '../support/countingReporter.ts';
import { TEST_LINE } from '../support/vscode/testLine.ts';

// Loaded as CommonJS: the result of `require` for mocha's ES module depends on the Node version of VS Code.
const Mocha = createRequire(__filename)('mocha/lib/mocha.cjs') as typeof import('mocha');

/** Runs all `*.test.ts` files of this folder; rejects when a test fails. VS Code calls this in its extension host. */
export async function run(): Promise<void> {
  Mocha.reporters.Base.consoleLog = (...values: unknown[]) => {
    for (const line of format(...values).split('\n')) console.log(TEST_LINE + line);
  };
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 180_000,
    forbidOnly: true,
    forbidPending: true,
    reporter: CountingReporter,
  });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  // This module runs as dist/test/integration/index.cjs; the test files that it imports are bundled with it.
  const sources = path.resolve(__dirname, '../../../test/integration');
  for (const file of readdirSync(sources)) {
    const name = /^(.+)\.test\.ts$/.exec(file)?.[1];
    if (name !== undefined) await import(`./${name}.test.ts`);
  }
  const failures = await new Promise<number>(resolve => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} of the tests in VS Code failed.`);
}
