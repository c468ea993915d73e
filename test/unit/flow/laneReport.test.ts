import assert from 'node:assert/strict';
import type { FlowSettings } from '../../../src/core/flow/admissionCheck.ts';
import { laneReport } from '../../../src/core/flow/laneReport.ts';
import { LaneState } from '../../../src/core/flow/laneState.ts';

const NOW = 1_000_000;
const SETTINGS: FlowSettings = {
  maxConcurrency: 5,
  requestsPerMinute: 0,
  tokensPerMinute: 0,
  failureThreshold: 2,
  recoveryMs: 60_000,
};

const report = (state: LaneState, settings: Partial<FlowSettings> = {}, nowMs = NOW) =>
  laneReport(JSON.parse(JSON.stringify(state)), { ...SETTINGS, ...settings }, nowMs);

describe('The report of a lane', () => {
  it('is normal and without limits for an unknown lane', () => {
    const fresh = laneReport(undefined, SETTINGS, NOW);
    assert.deepEqual(fresh, { state: 'normal', concurrency: fresh.concurrency });
    assert.ok(fresh.concurrency >= 1 && fresh.concurrency <= 5);
  });

  it('has the limits of the service, or the user’s where these are lower', () => {
    const state = LaneState.from(undefined);
    state.limits.told({ requests: 300, tokens: 100_000 }, NOW);
    const told = report(state);
    assert.deepEqual([told.requestsPerMinute, told.tokensPerMinute], [300, 100_000]);
    const own = report(state, { requestsPerMinute: 60, tokensPerMinute: 5_000 });
    assert.deepEqual([own.requestsPerMinute, own.tokensPerMinute], [60, 5_000]);
  });

  it('says until when the circuit is open, and when a probe is in flight', () => {
    const state = LaneState.from(undefined);
    state.breaker.failed(1, SETTINGS, NOW);
    assert.equal(report(state).state, 'normal');
    state.breaker.failed(2, SETTINGS, NOW);
    const open = report(state);
    assert.deepEqual([open.state, open.openUntilMs], ['open', NOW + 60_000]);
    assert.equal(report(state, {}, NOW + 60_000).openUntilMs, undefined, 'it is due');
    state.breaker.probing(3);
    const probing = report(state);
    assert.deepEqual([probing.state, probing.openUntilMs], ['probing', undefined]);
  });
});
