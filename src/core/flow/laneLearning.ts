import type { Booking } from '../chat.ts';
import { WenxinError } from '../errors.ts';
import type { Admitted, FlowSettings } from './admissionCheck.ts';
import type { LaneState } from './laneState.ts';
import { isEndpointsFault, isOverload } from './recovery.ts';

/** What became of an attempt. Times are wall times in milliseconds. */
export interface Ended {
  readonly outcome: Booking['outcome'];
  readonly failure: unknown;
  /** Missing when nothing came. */
  readonly firstContentAtMs: number | undefined;
  readonly endedAtMs: number;
  /** Input and output together; 0 of an attempt that was refused. */
  readonly usedTokens: number;
  readonly hasResent: boolean;
  /** Others wait in the queue. */
  readonly isWaitedFor: boolean;
}

/** Changes what is known of the lane by what became of an attempt. */
export function learn(
  { limits, breaker }: LaneState,
  { attemptId, ticket }: Admitted,
  ended: Ended,
  settings: FlowSettings,
): void {
  const { outcome, firstContentAtMs, endedAtMs } = ended;
  const failure = ended.failure instanceof WenxinError && outcome === 'failed' ? ended.failure : undefined;
  if (firstContentAtMs !== undefined) limits.answered(ticket, firstContentAtMs);
  if (failure?.kind === 'refused') limits.refused(ticket, endedAtMs, failure.details.retryAfterMs);
  if (failure && isOverload(failure)) limits.failed(ticket, endedAtMs);
  limits.ended(ticket, ended.usedTokens, endedAtMs, ended.isWaitedFor);

  if (failure && isEndpointsFault(failure)) {
    // A connection that died may have been an old one; only when a new one dies too is it the endpoint's fault.
    const isExcused = failure.kind === 'connection-lost' && !ended.hasResent;
    if (isExcused) breaker.ended(attemptId);
    else breaker.failed(attemptId, settings, endedAtMs);
  } else if (outcome === 'ok') breaker.succeeded();
  // Its first token, if there was one, was told when it came; by now the endpoint may be down.
  else breaker.ended(attemptId);
}
