import type { FlowSettings } from './admissionCheck.ts';
import { LaneState } from './laneState.ts';

/** How a lane stands, for people who look. */
export interface LaneReport {
  /** `open`: it failed again and again, and is left alone; `probing`: one request tries whether it works again. */
  readonly state: 'normal' | 'open' | 'probing';
  /** Wall time of the next try, of one that is left alone. */
  readonly openUntilMs?: number;
  /** `undefined` where no limit is known. */
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  /** Requests in flight that it bears now. */
  readonly concurrency: number;
}

/**
 * Reads what is kept of a lane.
 *
 * @param kept what `LaneState` gave as JSON.
 */
export function laneReport(kept: unknown, settings: FlowSettings, nowMs: number): LaneReport {
  const { limits, breaker } = LaneState.from(kept);
  const verdict = breaker.phase === 'open' ? breaker.verdict(settings, nowMs, () => false, false) : 'pass';
  const requestsPerMinute = limits.requestsPerMinute(settings);
  const tokensPerMinute = limits.tokensPerMinute(settings);
  return {
    state: breaker.phase === 'closed' ? 'normal' : breaker.phase,
    ...(typeof verdict === 'object' && { openUntilMs: verdict.retryAtMs }),
    ...(requestsPerMinute !== undefined && { requestsPerMinute }),
    ...(tokensPerMinute !== undefined && { tokensPerMinute }),
    concurrency: limits.concurrency(settings),
  };
}
