import { existsSync } from 'node:fs';
import { runProgram } from './childProcess.ts';

/** Another process, such as a parallel test run, may hold the apt lock. */
const LOCK_WAIT_SECONDS = 300;

/** Returns whether apt-get can install programs that a test needs. */
export function canInstallDebianPackages(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
}

/** Installs Debian packages with apt-get. */
export async function installDebianPackages(names: readonly string[]): Promise<void> {
  console.log(`Installing ${names.join(' and ')} by apt-get ...`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const options = ['--option', `DPkg::Lock::Timeout=${LOCK_WAIT_SECONDS}`];
  await runProgram('apt-get', ['update', ...options], { env });
  await runProgram('apt-get', ['install', '--yes', '--no-install-recommends', ...options, ...names], { env });
}
