// npm run pictures: takes the screenshots for the READMEs from the packaged extension in a real VS Code.
import { cp, mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { startProcess } from '../test/support/childProcess.ts';
import { REPOSITORY_FOLDER, RESULTS_FOLDER } from '../test/support/folders.ts';

/** Maximum total size: every clone of the repository contains all versions of them. */
const MAX_BYTES = 1_500_000;

const TAKEN = path.join(RESULTS_FOLDER, 'pictures');
const KEPT = path.join(REPOSITORY_FOLDER, 'docs/pictures');

await rm(TAKEN, { recursive: true, force: true });
await run('scripts/package.ts');
await run('node_modules/mocha/bin/mocha.js', '--config', 'test/pictures/.mocharc.json');

let total = 0;
for (const language of await readdir(TAKEN)) {
  await rm(path.join(KEPT, language), { recursive: true, force: true });
  await mkdir(path.join(KEPT, language), { recursive: true });
  for (const name of await readdir(path.join(TAKEN, language))) {
    const kept = path.join(KEPT, language, name);
    await cp(path.join(TAKEN, language, name), kept);
    const { size } = await stat(kept);
    total += size;
    console.log(`docs/pictures/${language}/${name}  ${Math.round(size / 1000)} kB`);
  }
}
console.log(`${Math.round(total / 1000)} kB in all`);
if (total > MAX_BYTES) throw new Error(`The pictures weigh ${total} bytes together, more than ${MAX_BYTES}.`);

async function run(...command: readonly string[]): Promise<void> {
  const child = startProcess(process.execPath, command, {
    cwd: REPOSITORY_FOLDER,
    onOutput: text => process.stdout.write(text),
  });
  if ((await child.exited) !== 0) throw new Error(`${command.join(' ')} failed.`);
}
