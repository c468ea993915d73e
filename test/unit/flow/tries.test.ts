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

/** The tries of one question, told of one failure after the other. Chance gives the longest wait. */
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

describe('what follows a failure', () => {
  it('is the same way after a wait, as often as the settings allow attempts', () => {
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

  it('is another way at once, which is an attempt too', () => {
    const { after } = tries();
    assert.deepEqual(after('busy', true), AT_ONCE);
    assert.deepEqual(after('unreachable', true), AT_ONCE);
    assert.equal(after('busy', true), undefined);
  });

  it('is nothing when too much was retried lately, but another way needs no share of that', () => {
    const retryBudget = emptyBudget();
    assert.equal(tries({ retryBudget }).after('busy'), undefined);
    assert.deepEqual(tries({ retryBudget }).after('busy', true), AT_ONCE);
  });

  it('takes one retry out of the budget for each wait', () => {
    const retryBudget = new RetryBudget(new VirtualClock());
    for (let question = 0; question < 3; question++) assert.ok(tries({ retryBudget }).after('busy'));
    assert.equal(tries({ retryBudget }).after('busy'), undefined);
  });

  it('waits as long as the service wishes at least', () => {
    const delayMs = tries().after('busy', false, { retryAfterMs: 9_000 })?.wait?.delayMs;
    assert.ok(delayMs !== undefined && delayMs >= 9_000);
  });

  it('is the same way at once when a connection died, once for a question, and that is no attempt', () => {
    const { after, of } = tries();
    assert.deepEqual(after('connection-lost', true), { isResend: true });
    assert.equal(of.failures, 0);
    assert.deepEqual(after('connection-lost'), backoff(500));
    assert.deepEqual(after('connection-lost'), backoff(1_000));
    assert.equal(after('connection-lost'), undefined);
  });

  it('sends nothing at once after a connection died when too much was retried lately', () => {
    const retryBudget = emptyBudget();
    assert.equal(tries({ retryBudget }).after('connection-lost'), undefined);
    assert.deepEqual(tries({ retryBudget }).after('connection-lost', true), AT_ONCE);
  });

  it('is the queue after a refusal, twenty times, and that is no attempt', () => {
    const { after, of } = tries({ maxAttempts: 1, retryBudget: emptyBudget() });
    for (let refusal = 0; refusal < 20; refusal++) assert.deepEqual(after('refused'), AT_ONCE);
    assert.equal(after('refused'), undefined);
    assert.equal(of.failures, 0);
  });

  it('is at once what the person says, as often as they say it', () => {
    const { after, of } = tries({ maxAttempts: 1, retryBudget: emptyBudget() });
    for (let time = 0; time < 5; time++) assert.deepEqual(after('timeout', false, { sendAgain: true }), AT_ONCE);
    assert.equal(of.failures, 0);
  });

  it('is one more attempt for what nobody looks at when no answer came in time, which may be charged', () => {
    for (const isElsewhere of [false, true]) {
      const { after } = tries({ request: { cause: 'batch' }, maxAttempts: 9 });
      assert.deepEqual(after('timeout', isElsewhere), isElsewhere ? AT_ONCE : backoff(500));
      assert.equal(after('timeout', isElsewhere), undefined);
    }
    assert.equal(tries().after('timeout', true), undefined);
  });

  it('is only another way when the same one would answer the same', () => {
    for (const kind of ['model-gone', 'quota', 'overdue', 'model-permission'] as const) {
      assert.deepEqual(tries().after(kind, true), AT_ONCE);
      assert.equal(tries().after(kind), undefined);
    }
  });

  it('counts every attempt that was answered or lost, for whatever reason', () => {
    const { after } = tries();
    assert.deepEqual([after('model-gone', true), after('busy', true)], [AT_ONCE, AT_ONCE]);
    assert.equal(after('quota', true), undefined);
  });

  it('is nothing when the question or the key is wrong', () => {
    for (const kind of ['invalid', 'credentials', 'too-long', 'unsafe', 'budget'] as const) {
      assert.equal(tries().after(kind, true), undefined);
    }
  });

  describe('of an endpoint that is left alone', () => {
    const retryAfterMs = 42_000;

    it('is another way, and that was no attempt', () => {
      const { after, of } = tries({ maxAttempts: 1 });
      assert.deepEqual(after('circuit', true, { retryAfterMs }), AT_ONCE);
      assert.equal(of.failures, 0);
    });

    it('is nothing for what a person or nobody waits for', () => {
      for (const cause of ['user', 'refresh'] as const) {
        assert.equal(tries({ request: { cause } }).after('circuit', false, { retryAfterMs }), undefined);
      }
    });

    it('is the wait for its next try for an item of a batch, as often as it takes', () => {
      const { after } = tries({ request: { cause: 'batch' }, maxAttempts: 1, retryBudget: emptyBudget() });
      for (let time = 0; time < 5; time++) {
        assert.deepEqual(after('circuit', false, { retryAfterMs }), { wait: { why: 'circuit', delayMs: 42_000 } });
      }
    });

    it('is that wait too when the person wants the question to be kept', () => {
      const { after } = tries({ request: { consent: { waitForNetwork: true } } });
      assert.deepEqual(after('circuit', false, { retryAfterMs }), { wait: { why: 'circuit', delayMs: 42_000 } });
    });
  });

  describe('without a network, when the person wants the question to be kept', () => {
    const offline = (delayMs: number): NextTry => ({ wait: { why: 'offline', delayMs } });
    const request = { consent: { waitForNetwork: true } } as const;

    it('is a longer wait each time, when the attempts are used up, half a minute at most', () => {
      const { after } = tries({ request });
      assert.deepEqual(after('dns'), backoff(500));
      const waits = Array.from({ length: 7 }, (_, index) => after(index % 2 === 0 ? 'unreachable' : 'dns'));
      assert.deepEqual(waits, [2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000].map(offline));
    });

    it('is nothing after a failure of the service', () => {
      assert.equal(tries({ request, maxAttempts: 1 }).after('busy'), undefined);
    });

    it('is nothing unless they want that', () => {
      assert.equal(tries({ maxAttempts: 1 }).after('dns'), undefined);
    });
  });
});
