import assert from 'node:assert/strict';
import type { Booking } from '../../src/core/chat.ts';
import { newAnswer } from '../../src/core/conversation/answer.ts';
import type { Answer, Failure } from '../../src/core/conversation/conversation.ts';
import { failureActionLabel } from '../../src/host/failureActions.ts';
import { failureNotice } from '../../src/host/failureNotices.ts';

/** Every kind there is: the compiler holds the list complete. */
const KINDS: Readonly<Record<Failure['kind'], true>> = {
  refused: true,
  busy: true,
  timeout: true,
  stalled: true,
  'too-slow': true,
  truncated: true,
  empty: true,
  'connection-lost': true,
  unreachable: true,
  dns: true,
  tls: true,
  'proxy-auth': true,
  'proxy-refused': true,
  redirect: true,
  'not-json': true,
  'no-endpoint': true,
  'no-credentials': true,
  credentials: true,
  'model-permission': true,
  'model-gone': true,
  quota: true,
  overdue: true,
  'too-long': true,
  unsafe: true,
  invalid: true,
  'too-large': true,
  storage: true,
  budget: true,
  'price-unknown': true,
  interrupted: true,
  unexpected: true,
};

const booking = (change: Partial<Booking>): Booking => ({
  questionId: 'q',
  model: 'ernie-5.1',
  endpoint: 'e',
  usage: { inputTokens: 100, cachedInputTokens: 0, outputTokens: 10, reasoningTokens: 0 },
  source: 'estimate',
  amountNanoYuan: 580_000,
  outcome: 'failed',
  totalMs: 1,
  ...change,
});

const answer = (change: Partial<Answer> = {}): Answer => ({ ...newAnswer('ernie-5.1'), state: 'failed', ...change });

describe('Failure notices', () => {
  for (const kind of Object.keys(KINDS) as Failure['kind'][]) {
    it(`say in whole sentences what happened with “${kind}”, with no hole in them`, () => {
      const { message, actions } = failureNotice({ kind, host: 'qianfan.baidubce.com', limitSeconds: 60 }, answer());
      assert.match(message, /^\S.*[.)]$/);
      assert.doesNotMatch(message, /[{}]|undefined|NaN/);
      for (const action of actions) assert.ok(failureActionLabel(action, answer()).length > 2);
      assert.ok(actions.length > 0, 'there is something to do');
    });
  }

  it('say that nothing was charged, or how much', () => {
    const free = booking({
      usage: { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 },
      amountNanoYuan: 0,
    });
    assert.match(failureNotice({ kind: 'busy' }, answer({ bookings: [free] })).message, /Nothing was charged\./);
    const paid = failureNotice({ kind: 'stalled', limitSeconds: 30 }, answer({ bookings: [booking({})] })).message;
    assert.match(paid, /counted as ≈¥0\.0006/);
  });

  it('say of a budget what is left of it and what the question may cost at most', () => {
    const failure: Failure = {
      kind: 'budget',
      budgetNanoYuan: 5_000_000_000,
      spentNanoYuan: 4_990_000_000,
      worstNanoYuan: 80_000_000,
    };
    const failed = answer({ failure });
    assert.equal(
      failureNotice(failure, failed).message,
      "¥0.0100 of today's budget (¥5.00) is left; this question may cost up to ¥0.0800. The question was not sent and is kept.",
    );
    assert.equal(failureActionLabel('allowOnce', failed), 'Allow Once (at most ¥0.0800)');
    const dearer = answer({ failure: { ...failure, worstNanoYuan: 1_183_400_000 } });
    assert.equal(failureActionLabel('allowOnce', dearer), 'Allow Once (at most ¥1.19)', 'never less than it can be');
    const usedUp = { ...failure, spentNanoYuan: 5_000_000_000 };
    assert.match(failureNotice(usedUp, failed).message, /^Today's budget \(¥5\.00\) is used up\./);
  });

  it('say of a question that cannot fit how long it is, and that it was not sent', () => {
    const { message } = failureNotice({ kind: 'too-long', tokens: 200_000, limitTokens: 131_072 }, answer());
    assert.match(message, /^About 200,000 tokens, more than ernie-5\.1 takes \(131,072\)\. Nothing was sent\./);
  });

  it('offer to edit a question that is too long, or that the service refuses to answer', () => {
    const label = (kind: Failure['kind']): string | undefined => {
      const failed = answer({ failure: { kind } });
      const [first] = failureNotice({ kind }, failed).actions;
      return first && failureActionLabel(first, failed);
    };
    assert.deepEqual([label('unsafe'), label('too-long')], ['Edit Question', 'Choose What to Remove']);
  });

  it('do not say what a killed VS Code could not know', () => {
    for (const text of ['', '一二三']) {
      const { message } = failureNotice({ kind: 'interrupted' }, answer({ text }));
      assert.match(message, /may have been charged/);
      assert.doesNotMatch(message, /Nothing was charged|¥0/);
    }
  });

  it('never call an unknown price nothing', () => {
    const unknown = booking({});
    const { amountNanoYuan: _amount, ...rest } = unknown;
    const { message } = failureNotice(
      { kind: 'truncated' },
      answer({ text: '一二三', bookings: [{ ...rest, amountNanoYuan: undefined }] }),
    );
    assert.match(message, /3 characters are kept \(price unknown\)/);
  });

  it('name the code of the service, and keep codes of this machine for the log', () => {
    const refused = failureNotice({ kind: 'refused', code: 'rpm_rate_limit_exceeded', status: 429 }, answer());
    assert.match(refused.message, /\(rpm_rate_limit_exceeded, HTTP 429\)$/);
    assert.doesNotMatch(failureNotice({ kind: 'unreachable', code: 'ECONNREFUSED' }, answer()).message, /ECONN/);
  });
});
