import type { Booking } from '../booking.ts';
import { WenxinError } from '../errors.ts';
import type { Admitted, FlowSettings } from './admissionCheck.ts';
import type { LaneState } from './laneState.ts';
import { isEndpointsFault, isOverload } from './recovery.ts';

/** Result of an attempt. Times are wall times in milliseconds. */
export interface Ended {
  readonly outcome: Booking['outcome'];
  readonly failure: unknown;
  /** Missing if no content came. */
  readonly firstContentAtMs: number | undefined;
  readonly endedAtMs: number;
  /** Input and output together; 0 for a refused attempt. */
  readonly usedTokens: number;
  readonly hasResent: boolean;
  /** Other jobs wait in the queue. */
  readonly isWaitedFor: boolean;
}

/** Updates a lane's state with the result of an attempt. */
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
    // The lost connection may have been a stale one from the pool; only losing a new one too is the endpoint's fault.
    const isExcused = failure.kind === 'connection-lost' && !ended.hasResent;
    if (isExcused) breaker.ended(attemptId);
    else breaker.failed(attemptId, settings, endedAtMs);
  } else if (outcome === 'ok') breaker.succeeded();
  // A first token was recorded when it came; by now the endpoint may be down.
  else breaker.ended(attemptId);
}
