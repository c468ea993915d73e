import type { ChatRequest } from '../chat.ts';
import type { FailureKind, WenxinError } from '../errors.ts';
import { isTooLong } from './backoff.ts';

/**
 * What is done about a failure before the first content:
 *
 * - `requeue`: it waits for the limit at its old place in the queue, and was no attempt
 * - `retry`: another route at once, else the same after a back-off
 * - `resend`: at once and once, then as `retry`: nothing says that the service got it
 * - `reroute`: another route, else told: the same one would answer the same
 * - `sendAgain`: at once, because the person says so
 * - `await`: another route, else told or, for what nobody looks at, waited for
 * - `tell`: nothing
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

/** What is done about the failure of an attempt of which nothing was shown yet. */
export function recoveryFrom({ kind, details }: WenxinError, { cause }: Pick<ChatRequest, 'cause'>): Recovery {
  if (kind === 'timeout') {
    if (details.sendAgain) return 'sendAgain';
    // It may have been charged, and so is not sent again behind a person's back.
    return cause === 'user' ? 'tell' : 'retry';
  }
  const recovery = RECOVERIES[kind] ?? 'tell';
  // Nobody waits so long; another route may answer at once.
  const isWaitedFor = recovery === 'requeue' || recovery === 'retry';
  return isWaitedFor && isTooLong(details.retryAfterMs) ? 'reroute' : recovery;
}

/** Failures that speak against the endpoint, and may mean that it is down. */
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

/** Whether a failure is the endpoint's own. A refusal by a limit is not, nor is anything that is wrong with the question. */
export function isEndpointsFault({ kind }: WenxinError): boolean {
  return BLAMED.has(kind);
}

/** Whether the host is not there at all, which may be this computer's own network. */
export function isAway(kind: FailureKind): boolean {
  return kind === 'unreachable' || kind === 'dns';
}

/** Failures by which a service shows that it has more to do than it can. */
const OVERLOADED: ReadonlySet<string> = new Set<FailureKind>(['busy', 'timeout']);

/** Whether the service should get fewer requests at once after this failure. */
export function isOverload({ kind }: WenxinError): boolean {
  return OVERLOADED.has(kind);
}
