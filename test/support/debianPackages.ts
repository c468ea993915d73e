import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { runProgram } from './childProcess.ts';

/** Another process, such as a parallel test run, may hold the lock of dpkg. */
const OPTIONS = ['--option', 'DPkg::Lock::Timeout=120', '--option', 'Acquire::Retries=3'];
/** apt does not wait for the lock of its package lists, so it is tried again. */
const TRIES = 5;
const PAUSE_MS = 5_000;

/** Returns whether apt-get can install programs that a test needs. */
export function canInstallDebianPackages(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
}

/** Installs Debian packages with apt-get. */
export async function installDebianPackages(names: readonly string[]): Promise<void> {
  console.log(`Installing ${names.join(' and ')} by apt-get ...`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  for (let tries = 1; ; tries++) {
    try {
      await runProgram('apt-get', ['update', ...OPTIONS], { env });
      await runProgram('apt-get', ['install', '--yes', '--no-install-recommends', ...OPTIONS, ...names], { env });
      return;
    } catch (error) {
      if (tries === TRIES) throw error;
      await setTimeout(PAUSE_MS);
    }
  }
}
