import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from '../childProcess.ts';

/** The package of newer servers, which contains the program for every platform. */
const PACKAGE = '@vscode/ripgrep-universal@1.18.0';

/**
 * Installs ripgrep, the server's search program, if it is missing. The install scripts of older servers download it
 * from a source other than the npm registry.
 *
 * @param installation folder of a server, as created by `installVSCode`.
 */
export async function ensureRipgrep(installation: string): Promise<void> {
  const own = path.join(installation, 'node_modules/code-server/lib/vscode/node_modules/@vscode/ripgrep');
  const name = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const program = path.join(own, 'bin', name);
  if (!existsSync(own) || existsSync(program)) return;
  const folder = path.join(installation, `ripgrep.${process.pid}`);
  try {
    await mkdir(folder, { recursive: true });
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--no-save', '--ignore-scripts'];
    await runProgram('npm', ['install', '--prefix', folder, ...quiet, PACKAGE], { cwd: folder });
    const system = `${process.platform}-${process.arch}`;
    await mkdir(path.dirname(program), { recursive: true });
    // Another process may do the same, so the complete file is renamed atomically.
    const copy = path.join(folder, name);
    await copyFile(path.join(folder, 'node_modules/@vscode/ripgrep-universal/bin', system, name), copy);
    await rename(copy, program);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
