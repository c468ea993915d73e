import assert from 'node:assert/strict';
import { afterFailure, failureOf } from '../../../src/core/batch/afterFailure.ts';
import type { PauseReason } from '../../../src/core/batch/job.ts';
import { type FailureDetails, type FailureKind, WenxinError } from '../../../src/core/errors.ts';

const FIRST = { tries: 1, sent: 1, isAlone: false, hasOwnModel: false, nowMs: 1_000 };

const after = (kind: FailureKind, details: FailureDetails = {}, known: Partial<typeof FIRST> = {}) =>
  afterFailure(new WenxinError(kind, 'failed', details), { ...FIRST, ...known });

const PAUSES: Readonly<Partial<Record<FailureKind, PauseReason>>> = {
  budget: 'budget',
  quota: 'quota',
  overdue: 'overdue',
  'no-credentials': 'credentials',
  credentials: 'credentials',
  'model-permission': 'model',
  'model-gone': 'model',
  'price-unknown': 'price',
  paused: 'consumer',
  storage: 'storage',
  'no-endpoint': 'connection',
  tls: 'connection',
  'proxy-auth': 'connection',
  'proxy-refused': 'connection',
  redirect: 'connection',
  'not-json': 'connection',
};

describe('afterFailure', () => {
  for (const [kind, reason] of Object.entries(PAUSES)) {
    it(`pauses the job after ${kind}, for ${reason}, and says which failure it was`, () => {
      const verdict = after(kind as FailureKind, { code: 'some_code', host: 'qianfan.example' });
      assert.deepEqual(verdict, {
        next: 'pause',
        pause: { reason, detail: `${kind} qianfan.example some_code: failed` },
      });
    });
  }

  for (const kind of ['model-gone', 'model-permission'] as const) {
    it(`fails an item after ${kind} that is asked of a model of its own`, () => {
      assert.deepEqual(after(kind, {}, { hasOwnModel: true }), { next: 'fail' });
    });
  }

  it('resumes after an exhausted quota at the time that the service names', () => {
    const verdict = after('quota', { retryAfterMs: 60_000 });
    assert.equal(verdict.next === 'pause' && verdict.pause.untilMs, 61_000);
  });

  it('names the budget that stopped the job, and no time to resume', () => {
    const budget = { scope: 'all', name: '', period: 'day' } as const;
    const verdict = after('budget', { budget, retryAfterMs: 60_000 });
    assert.deepEqual(verdict.next === 'pause' && [verdict.pause.budget, verdict.pause.untilMs], [budget, undefined]);
  });

  for (const kind of [
    'offline',
    'dns',
    'unreachable',
    'circuit',
    'queue-full',
    'refused',
    'connection-lost',
  ] as const) {
    it(`waits after ${kind}, however often it came`, () => {
      assert.deepEqual(after(kind, {}, { tries: 9 }), { next: 'wait' });
    });
  }

  it('counts a lost connection against the item while other items are answered', () => {
    assert.deepEqual(after('connection-lost', {}, { isAlone: true }), { next: 'again' });
    assert.deepEqual(after('connection-lost', {}, { isAlone: true, tries: 3 }), { next: 'fail' });
  });

  for (const kind of ['stalled', 'truncated', 'busy', 'empty', 'too-slow'] as const) {
    it(`asks again after ${kind}, three times in all`, () => {
      const verdicts = [1, 2, 3].map(tries => after(kind, {}, { tries }).next);
      assert.deepEqual(verdicts, ['again', 'again', 'fail']);
    });
  }

  it('sends a request that timed out once more, within the same question or as a new one', () => {
    assert.deepEqual(after('timeout'), { next: 'again' });
    assert.deepEqual(after('timeout', {}, { sent: 2 }), { next: 'fail' });
    assert.deepEqual(after('timeout', {}, { tries: 2 }), { next: 'fail' });
  });

  for (const kind of ['invalid', 'too-long', 'unsafe', 'too-large'] as const) {
    it(`gives the item up after ${kind}`, () => {
      assert.deepEqual(after(kind), { next: 'fail' });
    });
  }

  it('keeps the details that the service gave about a failure', () => {
    const details = { status: 403, code: 'system_unsafe', requestId: 'as-1', host: 'qianfan.example' };
    assert.deepEqual(failureOf('unsafe', details), {
      kind: 'unsafe',
      status: 403,
      code: 'system_unsafe',
      requestId: 'as-1',
    });
    assert.deepEqual(failureOf('invalid', {}), { kind: 'invalid' });
  });
});
