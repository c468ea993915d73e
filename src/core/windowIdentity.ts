import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, uptime } from 'node:os';

/** Identifies the process that owns a row in the shared database. */
interface WindowIdentity {
  /** Equal for two processes only if they share a process id namespace. */
  readonly boot: string;
  readonly pid: number;
}

/** Returns the identity of this process. */
export function currentWindow(): WindowIdentity {
  return { boot: bootId(), pid: process.pid };
}

/**
 * Returns whether the process has certainly ended. Always false for a process of another boot, machine or container.
 */
export function isGone({ boot, pid }: WindowIdentity): boolean {
  return boot === bootId() && !exists(pid);
}

/**
 * Returns whether it is another process, which is running. Always false for a process of another boot, machine or
 * container. A later process with the same id is taken for it.
 */
export function isElsewhere({ boot, pid }: WindowIdentity): boolean {
  return boot === bootId() && pid !== process.pid && exists(pid);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Any other error, such as EPERM, means that the process exists.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

let cachedBootId: string | undefined;

function bootId(): string {
  return (cachedBootId ??= process.platform === 'linux' ? linuxBootId() : estimatedBootId());
}

/** Containers share the kernel's boot id but not its process ids, so the PID namespace is included. */
function linuxBootId(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    // /proc is restricted, or not Linux's own.
    return estimatedBootId();
  }
}

/**
 * Estimates the boot id from the boot time, rounded to ten minutes. If two processes round differently, they take each
 * other for processes that cannot be checked. After a wrong match, the process id belongs to no process or to another
 * one. So callers must not rely on either answer for long.
 */
function estimatedBootId(): string {
  return `${hostname()} ${Math.round((Date.now() - uptime() * 1000) / 600_000)}`;
}
