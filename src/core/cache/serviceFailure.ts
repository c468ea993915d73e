import type { FailureKind } from '../errors.ts';

/**
 * Failures of the service or of the connection to it, which every concurrent caller would get as well. All other kinds
 * concern one caller: a budget, a key, a consent, or trouble in one window.
 */
export const SERVICE_FAILURES = [
  'refused',
  'busy',
  'timeout',
  'stalled',
  'too-slow',
  'truncated',
  'empty',
  'connection-lost',
  'unreachable',
  'dns',
  'tls',
  'proxy-auth',
  'proxy-refused',
  'redirect',
  'not-json',
  'credentials',
  'model-permission',
  'model-gone',
  'quota',
  'overdue',
  'too-long',
  'unsafe',
  'invalid',
  'too-large',
] as const satisfies readonly FailureKind[];

const KINDS: ReadonlySet<FailureKind> = new Set(SERVICE_FAILURES);

/** Returns true for failures of the service: sending the same question now would fail as well and add to the load. */
export function isServiceFailure(kind: FailureKind): boolean {
  return KINDS.has(kind);
}
