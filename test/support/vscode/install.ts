import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram, type ProgramOptions } from '../childProcess.ts';
import { VSCODE_TEST_FOLDER } from '../folders.ts';
import { ensureRipgrep } from './ensureRipgrep.ts';

/**
 * Version of the npm package `code-server` that tests use: VS Code 1.139.1 as a server. It comes from the npm registry,
 * so it works where Microsoft's own download of VS Code is not reachable.
 */
export const NEWEST_VERSION = '4.139.1';

/** The same for the oldest VS Code that the manifest allows, 1.104. */
export const OLDEST_VERSION = '4.104.0';

/** An installed VS Code server. */
export interface VSCodeInstallation {
  readonly version: string;
  /** The Node that runs it: this process's own, or an older one that the version requires. */
  readonly node: string;
  /** The server as VS Code's own tests start it: configured by command line, without a login page. */
  readonly serverMain: string;
  /** The server as users start it: code-server's own entry point, which keeps secrets across reloads. */
  readonly entry: string;
}

/** Native modules that the server needs: the first writes its log files; the second has two names. */
const NATIVE_MODULES = ['@vscode/spdlog', '@vscode/native-watchdog', 'native-watchdog'];
const QUIET = ['--no-audit', '--no-fund', '--loglevel=error'];

/**
 * Installs a VS Code server if it is missing, which takes about half a minute. Safe for concurrent processes: each
 * builds in its own folder, and the first to finish wins.
 */
export async function installVSCode(version = NEWEST_VERSION): Promise<VSCodeInstallation> {
  const target = path.join(VSCODE_TEST_FOLDER, `code-server-${version}`);
  if (!existsSync(target)) {
    console.log(`Installing a VS Code server (code-server ${version}) in .vscode-test, about half a minute ...`);
    const building = `${target}.${process.pid}.building`;
    await removeAbandoned();
    try {
      await build(building, version);
      if (!existsSync(target)) await rename(building, target);
    } finally {
      await rm(building, { recursive: true, force: true });
    }
  }
  await ensureRipgrep(target);
  const root = path.join(target, 'node_modules/code-server');
  return {
    version,
    node: existsSync(olderNode(target)) ? olderNode(target) : process.execPath,
    serverMain: path.join(root, 'lib/vscode/out/server-main.js'),
    entry: path.join(root, 'out/node/entry.js'),
  };
}

async function build(folder: string, version: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  // Its own install scripts build modules that the tests do not need, and fail without the Kerberos headers.
  await npm(['install', '--ignore-scripts', `code-server@${version}`], { cwd: folder });
  await installOlderNode(folder);
  const vscode = path.join(folder, 'node_modules/code-server/lib/vscode');
  await Promise.all([
    npm(['install', '--omit=dev', '--ignore-scripts'], { cwd: vscode }),
    // TypeScript's language features.
    npm(['install', '--omit=dev', '--ignore-scripts'], { cwd: path.join(vscode, 'extensions') }),
  ]);
  try {
    const present = NATIVE_MODULES.filter(name => existsSync(path.join(vscode, 'node_modules', name)));
    await runProgram('npm', ['rebuild', ...present, ...QUIET], { cwd: vscode, env: { JOBS: 'max' } });
  } catch (error) {
    console.warn(
      'VS Code will run without its log files: their native module could not be built. It needs a C++ compiler, make and ' +
        `Python 3 (Debian: apt-get install g++ make python3).\n${messageOf(error)}`,
    );
  }
  if (process.platform !== 'win32') await linkHelpers(path.join(vscode, 'bin'));
}

/**
 * Each code-server requires one major version of Node; on a newer one its windows never connect to their extension
 * host.
 */
async function installOlderNode(folder: string): Promise<void> {
  const manifest = await readFile(path.join(folder, 'node_modules/code-server/package.json'), 'utf8');
  const wanted = /"engines":\s*{\s*"node":\s*"(\d+)"/.exec(manifest)?.[1];
  if (wanted === undefined || process.version.startsWith(`v${wanted}.`)) return;
  const runtime = path.join(folder, 'runtime');
  await mkdir(runtime);
  await writeFile(path.join(runtime, 'package.json'), '{ "private": true, "allowScripts": { "node": true } }\n');
  await npm(['install', `node@${wanted}`], { cwd: runtime });
}

function olderNode(folder: string): string {
  return path.join(folder, 'runtime/node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** Does what code-server's own install script does besides building. */
async function linkHelpers(bin: string): Promise<void> {
  const system = process.platform === 'darwin' ? 'darwin' : 'linux';
  for (const [folder, name, link] of [
    ['remote-cli', 'code', 'code-server'],
    ['helpers', 'browser', 'browser.sh'],
  ] as const) {
    await rm(path.join(bin, folder, link), { force: true });
    await symlink(`${name}-${system}.sh`, path.join(bin, folder, link));
  }
}

async function npm(args: readonly string[], options: ProgramOptions): Promise<void> {
  try {
    await runProgram('npm', [...args, ...QUIET], options);
  } catch (error) {
    throw new Error(`The VS Code server could not be installed. It comes from the npm registry.\n${messageOf(error)}`, {
      cause: error,
    });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Removes the folders of processes that were killed during a build. */
async function removeAbandoned(): Promise<void> {
  await mkdir(VSCODE_TEST_FOLDER, { recursive: true });
  for (const name of await readdir(VSCODE_TEST_FOLDER)) {
    const pid = /\.(\d+)\.building$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) {
      await rm(path.join(VSCODE_TEST_FOLDER, name), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
