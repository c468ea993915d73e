import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import path from 'node:path';

/** How a program is started. */
export interface ProgramOptions {
  readonly cwd?: string;
  /** Added to the environment of this process. `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Called with each piece of text the program prints, as it comes. */
  readonly onOutput?: (text: string) => void;
}

/** A program that runs beside this process and never outlives it. */
export interface OwnedProcess {
  readonly pid: number;
  /** The exit code; `null` when a signal ended it. Rejects when the program could not be started. */
  readonly exited: Promise<number | null>;
  /** Everything it has printed so far, both streams. */
  output(): string;
  /** Ends it and the processes it started; resolves when it is gone. Calling it again is harmless. */
  stop(): Promise<void>;
}

const MAX_OUTPUT_LENGTH = 1_000_000;
const KILL_AFTER_MS = 5_000;
const running = new Set<ChildProcess>();
let endsWithThisProcess = false;

/** Starts a program in a process group of its own. Its children find the Node that runs this process first on the PATH. */
export function startProcess(program: string, args: readonly string[], options: ProgramOptions = {}): OwnedProcess {
  endChildrenWithThisProcess();
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: childEnvironment(options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    // npm is a batch file there, which only a shell can run.
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
    async stop() {
      if (!running.has(child)) return;
      signal(child, 'SIGTERM');
      const kill = setTimeout(() => signal(child, 'SIGKILL'), KILL_AFTER_MS);
      await exited.catch(() => undefined);
      clearTimeout(kill);
    },
  };
}

/** Runs a program to its end and gives what it printed. Throws with that text when it fails. */
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
    // The group ended by itself in this moment.
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
