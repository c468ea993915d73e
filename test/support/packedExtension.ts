import { createRequire } from 'node:module';
import path from 'node:path';
import { runProgram } from './childProcess.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const PACKER = path.join(path.dirname(createRequire(import.meta.url).resolve('@vscode/vsce/package.json')), 'vsce');

/** Packs the folder of an extension as its publisher would, and returns the path of the package. */
export async function packedExtension(folder: string): Promise<string> {
  const vsix = path.join(temporaryFolder(), `${path.basename(folder)}.vsix`);
  const options = ['--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', vsix];
  await runProgram(process.execPath, [PACKER, 'package', ...options], { cwd: folder });
  return vsix;
}
