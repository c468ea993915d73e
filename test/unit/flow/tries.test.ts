import assert from 'node:assert/strict';
import type { ChatRequest } from '../../../src/core/chat.ts';
import { type FailureDetails, type FailureKind, WenxinError } from '../../../src/core/errors.ts';
import { RetryBudget } from '../../../src/core/flow/retryBudget.ts';
import { type NextTry, Tries } from '../../../src/core/flow/tries.ts';
import { exampleRequest } from '../../support/exampleRequest.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

interface Setting {
  readonly request?: Partial<ChatRequest>;
  readonly maxAttempts?: number;
  readonly retryBudget?: RetryBudget;
}

/** The tries of one question, given its failures one by one. The jitter is at its maximum. */
function tries({ request, maxAttempts = 3, retryBudget = new RetryBudget(new VirtualClock()) }: Setting = {}) {
  const of = new Tries(exampleRequest(request), { maxAttempts, retryBudget, random: () => 1 });
  return {
    of,
    after: (kind: FailureKind, isElsewhere = false, details: FailureDetails = {}): NextTry | undefined =>
      of.after(new WenxinError(kind, 'scripted', details), isElsewhere),
  };
}

const backoff = (delayMs: number): NextTry => ({ wait: { why: 'backoff', delayMs } });
const AT_ONCE: NextTry = {};

function emptyBudget(): RetryBudget {
  const budget = new RetryBudget(new VirtualClock());
  while (budget.take());
  return budget;
}

describe('What follows a failure', () => {
  it('is a retry after a wait, up to the configured number of attempts', () => {
    const { after, of } = tries();
    assert.deepEqual(after('busy'), backoff(500));
    assert.equal(of.failures, 1);
    assert.deepEqual(after('stalled'), backoff(1_000));
    assert.equal(after('busy'), undefined);
    assert.equal(of.failures, 3);
  });

  it('is nothing when one attempt is allowed', () => {
    assert.equal(tries({ maxAttempts: 1 }).after('busy'), undefined);
    assert.equal(tries({ maxAttempts: 1 }).after('busy', true), undefined);
  });

  it('is another route at once, which counts as an attempt', () => {
    const { after } = tries();
    assert.deepEqual(after('busy', true), AT_ONCE);
    assert.deepEqual(after('unreachable', true), AT_ONCE);
    assert.equal(after('busy', true), undefined);
  });

  it('is nothing when the retry budget is used up, except another route', () => {
    const retryBudget = emptyBudget();
    assert.equal(tries({ retryBudget }).after('busy'), undefined);
    assert.deepEqual(tries({ retryBudget }).after('busy', true), AT_ONCE);
  });

  it('takes one retry from the budget for each wait', () => {
    const retryBudget = new RetryBudget(new VirtualClock());
    for (let question = 0; question < 3; question++) assert.ok(tries({ retryBudget }).after('busy'));
    assert.equal(tries({ retryBudget }).after('busy'), undefined);
  });

  it('waits at least as long as the service asks', () => {
    const delayMs = tries().after('busy', false, { retryAfterMs: 9_000 })?.wait?.delayMs;
    assert.ok(delayMs !== undefined && delayMs >= 9_000);
  });

  it('is an immediate resend after the first lost connection, which does not count as an attempt', () => {
    const { after, of } = tries();
    assert.deepEqual(after('connection-lost', true), { isResend: true });
    assert.equal(of.failures, 0);
    assert.deepEqual(after('connection-lost'), backoff(500));
    assert.deepEqual(after('connection-lost'), backoff(1_000));
    assert.equal(after('connection-lost'), undefined);
  });

  it('is no resend after a lost connection when the retry budget is used up', () => {
    const retryBudget = emptyBudget();
    assert.equal(tries({ retryBudget }).after('connection-lost'), undefined);
    assert.deepEqual(tries({ retryBudget }).after('connection-lost', true), AT_ONCE);
  });

  it('is the queue again after a refusal, up to twenty times without counting as an attempt', () => {
    const { after, of } = tries({ maxAttempts: 1, retryBudget: emptyBudget() });
    for (let refusal = 0; refusal < 20; refusal++) assert.deepEqual(after('refused'), AT_ONCE);
    assert.equal(after('refused'), undefined);
    assert.equal(of.failures, 0);
  });

  it('is an immediate resend at the user’s request, as often as requested', () => {
    const { after, of } = tries({ maxAttempts: 1, retryBudget: emptyBudget() });
    for (let time = 0; time < 5; time++) assert.deepEqual(after('timeout', false, { sendAgain: true }), AT_ONCE);
    assert.equal(of.failures, 0);
  });

  it('is one more attempt for a batch after a timeout, which may be charged', () => {
    for (const isElsewhere of [false, true]) {
      const { after } = tries({ request: { cause: 'batch' }, maxAttempts: 9 });
      assert.deepEqual(after('timeout', isElsewhere), isElsewhere ? AT_ONCE : backoff(500));
      assert.equal(after('timeout', isElsewhere), undefined);
    }
    assert.equal(tries().after('timeout', true), undefined);
  });

  it('is only another route when the same one would answer the same', () => {
    for (const kind of ['model-gone', 'quota', 'overdue', 'model-permission'] as const) {
      assert.deepEqual(tries().after(kind, true), AT_ONCE);
      assert.equal(tries().after(kind), undefined);
    }
  });

  it('counts failures of every kind as attempts', () => {
    const { after } = tries();
    assert.deepEqual([after('model-gone', true), after('busy', true)], [AT_ONCE, AT_ONCE]);
    assert.equal(after('quota', true), undefined);
  });

  it('is nothing when the question or the key is invalid', () => {
    for (const kind of ['invalid', 'credentials', 'too-long', 'unsafe', 'budget'] as const) {
      assert.equal(tries().after(kind, true), undefined);
    }
  });

  describe('of an endpoint with an open circuit', () => {
    const retryAfterMs = 42_000;

    it('is another route, without counting as an attempt', () => {
      const { after, of } = tries({ maxAttempts: 1 });
      assert.deepEqual(after('circuit', true, { retryAfterMs }), AT_ONCE);
      assert.equal(of.failures, 0);
    });

    it('is nothing for a person’s question or a refresh', () => {
      for (const cause of ['user', 'refresh'] as const) {
        assert.equal(tries({ request: { cause } }).after('circuit', false, { retryAfterMs }), undefined);
      }
    });

    it('is a wait for the next probe for an item of a batch, without limit', () => {
      const { after } = tries({ request: { cause: 'batch' }, maxAttempts: 1, retryBudget: emptyBudget() });
      for (let time = 0; time < 5; time++) {
        assert.deepEqual(after('circuit', false, { retryAfterMs }), { wait: { why: 'circuit', delayMs: 42_000 } });
      }
    });

    it('is that wait too when the user wants to keep the question', () => {
      const { after } = tries({ request: { consent: { waitForNetwork: true } } });
      assert.deepEqual(after('circuit', false, { retryAfterMs }), { wait: { why: 'circuit', delayMs: 42_000 } });
    });
  });

  describe('without a network, when the user wants to keep the question', () => {
    const offline = (delayMs: number): NextTry => ({ wait: { why: 'offline', delayMs } });
    const request = { consent: { waitForNetwork: true } } as const;

    it('is a longer wait each time after the attempts are used up, at most half a minute', () => {
      const { after } = tries({ request });
      assert.deepEqual(after('dns'), backoff(500));
      const waits = Array.from({ length: 7 }, (_, index) => after(index % 2 === 0 ? 'unreachable' : 'dns'));
      assert.deepEqual(waits, [2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000].map(offline));
    });

    it('is nothing after a failure of the service', () => {
      assert.equal(tries({ request, maxAttempts: 1 }).after('busy'), undefined);
    });

    it('is nothing without the user’s consent', () => {
      assert.equal(tries({ maxAttempts: 1 }).after('dns'), undefined);
    });
  });
});
