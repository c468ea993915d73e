import type { FlowSettings } from './admissionCheck.ts';
import { LaneState } from './laneState.ts';

/** State of a lane, for display. */
export interface LaneReport {
  /** `open`: nothing is sent after repeated failures; `probing`: one request tests whether the endpoint works. */
  readonly state: 'normal' | 'open' | 'probing';
  /** Wall time of the next probe, while the circuit is open. */
  readonly openUntilMs?: number;
  /** This and `tokensPerMinute` are missing if no limit is known. */
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  /** Current limit of concurrent requests. */
  readonly concurrency: number;
}

/**
 * Returns the report of a lane.
 *
 * @param kept the JSON of a `LaneState`.
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
