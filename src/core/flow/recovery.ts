import type { ChatRequest } from '../chat.ts';
import type { FailureKind, WenxinError } from '../errors.ts';
import { isTooLong } from './backoff.ts';

/**
 * What to do about a failure before the first content:
 *
 * - `requeue`: wait for the limit at the old place in the queue; not counted as an attempt
 * - `retry`: another route at once, else the same one after a back-off
 * - `resend`: the same route at once, but only once, then `retry`: the service may not have received it
 * - `reroute`: another route, else fail: the same one would answer the same
 * - `sendAgain`: at once, because the user asked for it
 * - `await`: another route, else fail or, for a batch or if the user agreed, wait
 * - `tell`: fail
 */
export type Recovery = 'requeue' | 'retry' | 'resend' | 'reroute' | 'sendAgain' | 'await' | 'tell';

const RECOVERIES: Readonly<Partial<Record<FailureKind, Recovery>>> = {
  refused: 'requeue',
  busy: 'retry',
  stalled: 'retry',
  truncated: 'retry',
  empty: 'retry',
  unreachable: 'retry',
  dns: 'retry',
  'connection-lost': 'resend',
  'model-gone': 'reroute',
  'model-permission': 'reroute',
  quota: 'reroute',
  overdue: 'reroute',
  circuit: 'await',
};

/** Returns what to do about the failure of an attempt that has shown no content. */
export function recoveryFrom({ kind, details }: WenxinError, { cause }: Pick<ChatRequest, 'cause'>): Recovery {
  if (kind === 'timeout') {
    if (details.sendAgain) return 'sendAgain';
    // The attempt may have been charged, so it is not repeated without the user's decision.
    return cause === 'user' ? 'tell' : 'retry';
  }
  const recovery = RECOVERIES[kind] ?? 'tell';
  // Too long to wait; another route may answer at once.
  const isWaitedFor = recovery === 'requeue' || recovery === 'retry';
  return isWaitedFor && isTooLong(details.retryAfterMs) ? 'reroute' : recovery;
}

/** Failures that count against the endpoint, because it may be down. */
const BLAMED: ReadonlySet<string> = new Set<FailureKind>([
  'busy',
  'timeout',
  'stalled',
  'truncated',
  'empty',
  'connection-lost',
  'unreachable',
  'dns',
]);

/** Returns whether a failure is the endpoint's fault. Refusals by a limit and faulty questions are not. */
export function isEndpointsFault({ kind }: WenxinError): boolean {
  return BLAMED.has(kind);
}

/** Returns whether the host cannot be reached at all, which may be due to this computer's network. */
export function isAway(kind: FailureKind): boolean {
  return kind === 'unreachable' || kind === 'dns';
}

/** Failures that show that the service is overloaded. */
const OVERLOADED: ReadonlySet<string> = new Set<FailureKind>(['busy', 'timeout']);

/** Returns whether fewer concurrent requests should be sent after this failure. */
export function isOverload({ kind }: WenxinError): boolean {
  return OVERLOADED.has(kind);
}
