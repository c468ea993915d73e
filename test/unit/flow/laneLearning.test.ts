import assert from 'node:assert/strict';
import { type FailureDetails, type FailureKind, WenxinError } from '../../../src/core/errors.ts';
import type { FlowSettings } from '../../../src/core/flow/admissionCheck.ts';
import { type Ended, learn } from '../../../src/core/flow/laneLearning.ts';
import { LaneState } from '../../../src/core/flow/laneState.ts';

const SETTINGS: FlowSettings = {
  maxConcurrency: 8,
  requestsPerMinute: 0,
  tokensPerMinute: 0,
  failureThreshold: 2,
  recoveryMs: 60_000,
};
const TICKET = { sentAtMs: 1_000, tokens: 500, window: 0, cuts: 0 };

/** A lane whose attempts are sent at 1 s and end at 3 s, with the calls that its limits received. */
class Stage {
  readonly told: unknown[][] = [];
  readonly state = LaneState.from(undefined);
  #lastId = 0;

  constructor() {
    for (const name of ['answered', 'refused', 'failed', 'ended'] as const) {
      this.state.limits[name] = (...args: unknown[]) => void this.told.push([name, ...args.slice(1)]);
    }
  }

  send(): number {
    return ++this.#lastId;
  }

  end(attemptId: number, ended: Partial<Ended> = {}): void {
    const admitted = { attemptId, ticket: TICKET, isSuspicious: false, slotsLeft: 1, nextDueMs: 0 };
    const usual: Ended = {
      outcome: 'ok',
      failure: undefined,
      firstContentAtMs: undefined,
      endedAtMs: 3_000,
      usedTokens: 70,
      hasResent: false,
      isWaitedFor: false,
    };
    learn(this.state, admitted, { ...usual, ...ended }, SETTINGS);
  }

  fail(kind: FailureKind, ended: Partial<Ended> = {}, details: FailureDetails = {}): void {
    this.end(this.send(), { outcome: 'failed', failure: new WenxinError(kind, 'scripted', details), ...ended });
  }

  get isOpen(): boolean {
    return this.state.breaker.verdict(SETTINGS, 3_000, () => false, false) !== 'pass';
  }

  get isSuspicious(): boolean {
    return this.state.breaker.isSuspicious;
  }
}

describe('A lane that learns from an attempt', () => {
  let stage: Stage;

  beforeEach(() => {
    stage = new Stage();
  });

  it('learns when the first token came, and how many tokens were used', () => {
    stage.end(stage.send(), { firstContentAtMs: 1_400, isWaitedFor: true });
    assert.deepEqual(stage.told, [
      ['answered', 1_400],
      ['ended', 70, 3_000, true],
    ]);
  });

  it('takes a rate-limit refusal with its retry delay into its limits, but not as a failure', () => {
    stage.fail('refused', { usedTokens: 0 }, { retryAfterMs: 4_000 });
    assert.deepEqual(stage.told, [
      ['refused', 3_000, 4_000],
      ['ended', 0, 3_000, false],
    ]);
    assert.equal(stage.isSuspicious, false);
  });

  it('takes a busy service or a timeout as an overload', () => {
    for (const kind of ['busy', 'timeout'] as const) {
      stage = new Stage();
      stage.fail(kind);
      assert.deepEqual(
        stage.told.map(([name]) => name),
        ['failed', 'ended'],
      );
    }
  });

  it('learns nothing about its limits from a broken connection or an invalid question', () => {
    for (const kind of ['unreachable', 'stalled', 'connection-lost', 'invalid', 'unsafe'] as const) {
      stage = new Stage();
      stage.fail(kind);
      assert.deepEqual(
        stage.told.map(([name]) => name),
        ['ended'],
      );
    }
  });

  it('counts a failure of the endpoint, even after content was shown', () => {
    stage.fail('busy');
    assert.equal(stage.isSuspicious, true);
    stage.fail('stalled', { firstContentAtMs: 1_500 });
    assert.equal(stage.isOpen, true);
  });

  it('does not count an invalid, refused or cancelled question against the endpoint', () => {
    stage.fail('busy');
    for (const kind of ['invalid', 'refused', 'credentials', 'quota'] as const) stage.fail(kind);
    stage.end(stage.send(), { outcome: 'cancelled' });
    // An error caused by the abort is not the service's fault.
    stage.fail('busy', { outcome: 'cancelled' });
    stage.end(stage.send(), { outcome: 'failed', failure: new TypeError('a mistake in the program') });
    assert.deepEqual([stage.isSuspicious, stage.isOpen], [true, false]);
    stage.fail('busy');
    assert.equal(stage.isOpen, true);
  });

  it('does not take a cancelled answer that began before the failures as a recovery', () => {
    stage.fail('busy');
    stage.fail('busy');
    stage.end(stage.send(), { outcome: 'cancelled', firstContentAtMs: 1_100 });
    stage.fail('refused', { firstContentAtMs: 1_100 });
    assert.equal(stage.isOpen, true);
  });

  it('takes a complete answer as a recovery', () => {
    stage.fail('busy');
    stage.end(stage.send(), { firstContentAtMs: 1_500 });
    assert.equal(stage.isSuspicious, false);
  });

  it('counts a lost connection as a failure only if the resend was lost too', () => {
    for (let time = 0; time < 5; time++) stage.fail('connection-lost');
    assert.equal(stage.isSuspicious, false);
    for (let time = 0; time < 2; time++) stage.fail('connection-lost', { hasResent: true });
    assert.equal(stage.isOpen, true);
  });

  for (const [name, end] of Object.entries({
    refused: (id: number) => stage.end(id, { outcome: 'failed', failure: new WenxinError('refused', 'scripted') }),
    cancelled: (id: number) => stage.end(id, { outcome: 'cancelled' }),
    'lost for the first time': (id: number) =>
      stage.end(id, { outcome: 'failed', failure: new WenxinError('connection-lost', 'scripted') }),
  })) {
    it(`gives back its place to a probe that was ${name}`, () => {
      stage.fail('busy');
      stage.fail('busy');
      const probe = stage.send();
      stage.state.breaker.probing(probe);
      end(probe);
      assert.equal(
        stage.state.breaker.verdict(SETTINGS, 63_000, () => true, false),
        'probe',
      );
    });
  }
});
