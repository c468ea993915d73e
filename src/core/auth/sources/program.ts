import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { homedir } from 'node:os';
import type { Readable } from 'node:stream';
import type { Clock } from '../../clock.ts';
import { sourceFailure } from './sourceFailure.ts';

/** The result of a program that exited on its own. */
export interface ProgramEnd {
  /** `null` when it was terminated by a signal. */
  readonly exitCode: number | null;
  readonly stdout: string;
  /** Truncated to the first 2000 characters. */
  readonly stderr: string;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

const TIMEOUT_MS = 10_000;
const MAX_STDOUT_BYTES = 64 * 1024;
const MAX_STDERR_CHARACTERS = 2000;

/** Delay between SIGTERM and SIGKILL. */
const KILL_AFTER_MS = 2000;

/** How long to wait for the output to close after exit: a background child, such as a key agent, may keep it open. */
const DRAIN_MS = 500;

/** Whether a signal can be sent to the whole process group. */
const HAS_GROUPS = process.platform !== 'win32';

/**
 * Runs a program to completion, without a shell, with this process's environment, in the user's home directory: Windows
 * also searches the current directory for programs, and that might be a repository. Throws `command_not_found`,
 * `command_not_executable`, `command_timeout` after 10 s, `command_too_much` after 64 kB, and the signal's reason. On
 * these errors the program is killed with its children; on Windows, its children survive.
 */
export function runProgram(
  program: string,
  args: readonly string[],
  clock: Clock,
  signal: AbortSignal,
): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = start(program, args);
    const stdout: Buffer[] = [];
    let bytes = 0;
    let stderr = '';
    let stopDraining = (): void => undefined;

    const stopWaiting = (): void => {
      stopTimer();
      stopDraining();
      signal.removeEventListener('abort', onAbort);
    };
    const giveUp = (reason: unknown): void => {
      stopWaiting();
      end(child, clock);
      reject(reason);
    };
    const finish = (): void => {
      stopWaiting();
      letGo(child);
      resolve({ exitCode: child.exitCode, stdout: Buffer.concat(stdout).toString('utf8'), stderr });
    };
    const onAbort = (): void => giveUp(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    const stopTimer = clock.after(TIMEOUT_MS, () => {
      const limitSeconds = TIMEOUT_MS / 1000;
      giveUp(sourceFailure('command_timeout', `the program took longer than ${limitSeconds} s`, { limitSeconds }));
    });

    child.stdout.on('data', (piece: Buffer) => {
      stdout.push(piece);
      bytes += piece.byteLength;
      if (bytes > MAX_STDOUT_BYTES) giveUp(sourceFailure('command_too_much', `more than ${MAX_STDOUT_BYTES} bytes`));
    });
    child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      stderr = (stderr + piece).slice(0, MAX_STDERR_CHARACTERS);
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      stopWaiting();
      reject(notStarted(error));
    });
    child.once('exit', () => (stopDraining = clock.after(DRAIN_MS, finish)));
    child.once('close', finish);
  });
}

function start(program: string, args: readonly string[]): Child {
  try {
    return spawn(program, args, {
      cwd: homedir(),
      shell: false,
      windowsHide: true,
      detached: HAS_GROUPS,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    throw notStarted(error as NodeJS.ErrnoException);
  }
}

/** The system error is not attached as `cause`, because it contains the arguments. */
function notStarted({ code }: NodeJS.ErrnoException): Error {
  const reason = `the program cannot be started: ${code ?? 'no known reason'}`;
  return sourceFailure(code === 'ENOENT' ? 'command_not_found' : 'command_not_executable', reason);
}

function end(child: Child, clock: Clock): void {
  letGo(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const cancel = clock.after(KILL_AFTER_MS, () => kill(child, 'SIGKILL'));
  child.once('exit', () => {
    cancel();
    // Kills children that outlived it.
    if (HAS_GROUPS) kill(child, 'SIGKILL');
  });
  kill(child, 'SIGTERM');
}

/** Stops reading the output. */
function letGo(child: Child): void {
  child.stdout.removeAllListeners('data').destroy();
  child.stderr.removeAllListeners('data').destroy();
}

function kill(child: Child, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (!HAS_GROUPS) {
    child.kill(name);
    return;
  }
  try {
    process.kill(-child.pid, name);
  } catch (error) {
    // The group has just exited, or changed its user and may not be killed.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
