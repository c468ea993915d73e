import type { FailureKind } from '../errors.ts';

/**
 * What a service can fail with, or the way to it: the same for whoever asks the same now. All others are about one caller:
 * a budget, a key, a consent, a window's own trouble.
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

/** True for failures of the service: whoever asks the same now would only add to its trouble, and fail as well. */
export function isServiceFailure(kind: FailureKind): boolean {
  return KINDS.has(kind);
}
