import type { Hold, Lane, Pass, SharedState } from '../admission.ts';
import { WenxinError } from '../errors.ts';
import type { BreakerSettings } from './breaker.ts';
import type { Job } from './job.ts';
import { LaneState } from './laneState.ts';
import type { LimitSettings, Ticket } from './limits/learnedLimits.ts';

/** Settings that control the flow of requests. */
export type FlowSettings = LimitSettings & BreakerSettings;

/** Facts about an admitted attempt. */
export interface Admitted {
  readonly attemptId: number;
  readonly ticket: Ticket;
  /** The lane's last attempt failed, so a first token is news. */
  readonly isSuspicious: boolean;
  /** How many more attempts of its kind may run beside it. */
  readonly slotsLeft: number;
  /** Wall time from which the next attempt of its kind may be sent. */
  readonly nextDueMs: number;
}

/** For this long after an interactive question, other attempts leave slots free for the next one. */
const RESERVE_MS = 120_000;
/** Share of the slots left free. It also keeps the service's own queue short for the next question. */
const RESERVED_SHARE = 1 / 4;

/**
 * Decides about an attempt, within a transaction: whether the circuit is closed, a slot is free, and the rate limits
 * allow it now. Throws `circuit`.
 *
 * @param onPassed called when the attempt is admitted.
 */
export function checkAdmission(
  { lane, sending, request }: Job,
  shared: SharedState,
  settings: FlowSettings,
  onPassed: (admitted: Admitted, state: LaneState) => void,
): Pass | Hold {
  const { nowMs } = shared;
  const state = LaneState.from(shared.lane(lane));
  const isUrged = request.consent?.probe === true;
  const verdict = state.breaker.verdict(settings, nowMs, id => shared.isOpen(id), isUrged);
  if (typeof verdict === 'object') throw circuitOpen(lane, verdict.retryAtMs - nowMs, verdict.failures);

  const slots = freeSlots(lane, state, shared, settings, sending.isInteractive);
  if (slots <= 0) {
    if (sending.isInteractive) shared.noteInteractive(true);
    return { why: 'queue' };
  }
  const dueMs = state.limits.dueMs(settings, sending, nowMs);
  if (dueMs > nowMs) {
    const requestsPerMinute = state.limits.requestsPerMinute(settings);
    return { why: 'rate', untilMs: dueMs, ...(requestsPerMinute !== undefined && { requestsPerMinute }) };
  }
  return attemptId => {
    const isSuspicious = state.breaker.isSuspicious;
    const ticket = state.limits.sent(settings, sending, nowMs);
    if (verdict === 'probe') state.breaker.probing(attemptId);
    shared.keepLane(lane, state);
    if (sending.isInteractive) shared.noteInteractive(false);
    const nextDueMs = state.limits.dueMs(settings, sending, nowMs);
    onPassed({ attemptId, ticket, isSuspicious, slotsLeft: slots - 1, nextDueMs }, state);
  };
}

/** Returns the error for a lane whose circuit is open. */
export function circuitOpen({ endpoint, model }: Lane, retryAfterMs: number, failures: number): WenxinError {
  const details = { endpoint, model, failures, retryAfterMs: Math.max(0, Math.round(retryAfterMs)) };
  return new WenxinError('circuit', `${endpoint} failed ${failures} times in a row`, details);
}

/** Returns the number of free slots for an interactive attempt, or for any other. */
function freeSlots(
  lane: Lane,
  { limits }: LaneState,
  shared: SharedState,
  settings: FlowSettings,
  isInteractive: boolean,
): number {
  const open = shared.open(lane);
  const bears = limits.concurrency(settings);
  const free = Math.min(settings.maxConcurrency - open.account, bears - open.lane);
  if (isInteractive) return free;
  const { seenAtMs, waitsElsewhere } = shared.interactive();
  if (waitsElsewhere) return 0;
  const limit = Math.min(settings.maxConcurrency, bears);
  const isSeen = Math.abs(shared.nowMs - seenAtMs) < RESERVE_MS;
  return free - (isSeen && limit >= 2 ? Math.ceil(limit * RESERVED_SHARE) : 0);
}
