import assert from 'node:assert/strict';
import { LaneState } from '../../../src/core/flow/laneState.ts';

const SETTINGS = {
  maxConcurrency: 8,
  requestsPerMinute: 0,
  tokensPerMinute: 0,
  failureThreshold: 1,
  recoveryMs: 60_000,
};

/** A lane whose endpoint failed and which knows a limit of the service. */
function learned(): LaneState {
  const state = LaneState.from(undefined);
  state.breaker.failed(1, SETTINGS, 0);
  state.limits.told({ requests: 60 }, 0);
  return state;
}

function assertLearned(state: LaneState): void {
  const verdict = state.breaker.verdict(SETTINGS, 0, () => false, false);
  assert.deepEqual(verdict, { retryAtMs: 60_000, failures: 1 });
  assert.deepEqual(state.limits.requestsPerMinute(SETTINGS), learned().limits.requestsPerMinute(SETTINGS));
}

describe('The state of a lane', () => {
  it('is restored from JSON and from its own object', () => {
    assertLearned(LaneState.from(JSON.parse(JSON.stringify(learned()))));
    assertLearned(LaneState.from(learned().toJSON()));
    const state = learned();
    assert.equal(LaneState.from(state), state);
  });

  it('is empty when nothing valid was stored', () => {
    for (const kept of [undefined, null, 'open', 7, [], {}, { limits: 'none', breaker: 1 }]) {
      const state = LaneState.from(kept);
      assert.equal(
        state.breaker.verdict(SETTINGS, 0, () => false, false),
        'pass',
      );
      assert.equal(state.limits.requestsPerMinute(SETTINGS), undefined);
    }
  });

  it('keeps one half when the other is invalid', () => {
    const { breaker } = JSON.parse(JSON.stringify(learned())) as { breaker: unknown };
    const state = LaneState.from({ breaker, limits: 'damaged' });
    assert.equal(typeof state.breaker.verdict(SETTINGS, 0, () => false, false), 'object');
    assert.equal(state.limits.requestsPerMinute(SETTINGS), undefined);
  });
});
