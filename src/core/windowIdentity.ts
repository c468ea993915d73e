import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, uptime } from 'node:os';

/** Which process a row in the file that all windows share belongs to. */
interface WindowIdentity {
  /** Equal for two processes only if they can see each other's process ids. */
  readonly boot: string;
  readonly pid: number;
}

/** This process. */
export function currentWindow(): WindowIdentity {
  return { boot: bootId(), pid: process.pid };
}

/** True if the process has certainly ended. A process of another boot, machine or container is never certain. */
export function isGone(window: WindowIdentity): boolean {
  if (window.boot !== bootId()) return false;
  try {
    process.kill(window.pid, 0);
    return false;
  } catch (error) {
    // Anything else, such as EPERM, means that there is a process.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

let cachedBootId: string | undefined;

function bootId(): string {
  return (cachedBootId ??= process.platform === 'linux' ? linuxBootId() : estimatedBootId());
}

/** Containers share the kernel's boot id but not its process ids, hence the namespace. */
function linuxBootId(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    // A hardened or foreign /proc.
    return estimatedBootId();
  }
}

/**
 * Two processes that round to different tens of minutes only lose the quick way to see that the other is dead, and
 * a wrong match finds no such process or a living one: both are harmless.
 */
function estimatedBootId(): string {
  return `${hostname()} ${Math.round((Date.now() - uptime() * 1000) / 600_000)}`;
}
