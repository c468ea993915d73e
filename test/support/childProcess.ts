import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import path from 'node:path';

/** How a program is started. */
export interface ProgramOptions {
  readonly cwd?: string;
  /** Added to the environment of this process. `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Called with each piece of output as it arrives. */
  readonly onOutput?: (text: string) => void;
}

/** A child process that never outlives this process. */
export interface OwnedProcess {
  readonly pid: number;
  /** The exit code; `null` if a signal ended it. Rejects if the program could not be started. */
  readonly exited: Promise<number | null>;
  /** Everything it has printed so far to both streams. */
  output(): string;
  /**
   * Ends it and its child processes; resolves once it has exited. Further calls have no effect.
   *
   * @param killAfterMs when it is killed if it has not exited by itself; default 5 s.
   */
  stop(killAfterMs?: number): Promise<void>;
}

const MAX_OUTPUT_LENGTH = 1_000_000;
const KILL_AFTER_MS = 5_000;
const running = new Set<ChildProcess>();
let endsWithThisProcess = false;

/** Starts a program in its own process group. The Node that runs this process is first on its PATH. */
export function startProcess(program: string, args: readonly string[], options: ProgramOptions = {}): OwnedProcess {
  endChildrenWithThisProcess();
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: childEnvironment(options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    // On Windows npm is a batch file, which only a shell can run.
    shell: process.platform === 'win32' && program === 'npm',
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output = (output + text).slice(-MAX_OUTPUT_LENGTH);
      options.onOutput?.(text);
    });
  }
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => running.delete(child));
  exited.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    exited,
    output: () => output,
    async stop(killAfterMs = KILL_AFTER_MS) {
      if (!running.has(child)) return;
      signal(child, 'SIGTERM');
      const kill = setTimeout(() => signal(child, 'SIGKILL'), killAfterMs);
      await exited.catch(() => undefined);
      clearTimeout(kill);
    },
  };
}

/** Runs a program to its end and returns its output. Throws with that output if it fails. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<string> {
  const child = startProcess(program, args, options);
  const code = await child.exited;
  if (code !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${code}\n${child.output()}`);
  return child.output();
}

function childEnvironment(added: ProgramOptions['env']): NodeJS.ProcessEnv {
  const searchPath = `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH'] ?? ''}`;
  return { ...process.env, PATH: searchPath, ...added };
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f']);
    return;
  }
  try {
    process.kill(-child.pid, name);
  } catch (error) {
    // The process group has just ended by itself.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function endChildrenWithThisProcess(): void {
  if (endsWithThisProcess) return;
  endsWithThisProcess = true;
  process.on('exit', () => {
    for (const child of running) signal(child, 'SIGKILL');
  });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => {
      for (const child of running) signal(child, 'SIGTERM');
      const leave = (): void => process.exit(process.exitCode ?? 1);
      setTimeout(leave, KILL_AFTER_MS).unref();
      setInterval(() => {
        if (running.size === 0) leave();
      }, 50);
    });
  }
}
