import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { homedir } from 'node:os';
import type { Readable } from 'node:stream';
import type { Clock } from '../../clock.ts';
import { sourceFailure } from './sourceFailure.ts';

/** How a program ended by itself. */
export interface ProgramEnd {
  /** `null` when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  /** How it begins. */
  readonly stderr: string;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

const TIMEOUT_MS = 10_000;
const MAX_STDOUT_BYTES = 64 * 1024;
const MAX_STDERR_CHARACTERS = 2000;

/** What ignores SIGTERM for so long gets SIGKILL. */
const KILL_AFTER_MS = 2000;

/** A process left behind, such as an agent that remembers a passphrase, may keep the output open: so long it is waited for. */
const DRAIN_MS = 500;

/** Where a signal reaches a program together with everything it started. */
const HAS_GROUPS = process.platform !== 'win32';

/**
 * Runs a program to its end, without a shell, with the environment of this process, in the person's home folder: Windows
 * looks for programs in the current one, which might be a repository. Throws `command_not_found`,
 * `command_not_executable`, `command_timeout` after 10 s, `command_too_much` after 64 kB, and the signal's reason. It does
 * not outlive these; on Windows, what it started does.
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

/** The system's error is not attached, because it quotes the arguments. */
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
    // Those it started and that did not go with it.
    if (HAS_GROUPS) kill(child, 'SIGKILL');
  });
  kill(child, 'SIGTERM');
}

/** Nobody reads it any more. */
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
    // The group ended by itself in this moment, or changed its user, which nobody may end then.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
