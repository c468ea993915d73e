import assert from 'node:assert/strict';
import type { Booking } from '../../src/core/booking.ts';
import { newAnswer } from '../../src/core/conversation/answer.ts';
import type { Answer, Failure } from '../../src/core/conversation/conversation.ts';
import { failureActionLabel } from '../../src/host/failures/failureActions.ts';
import { failureNotice } from '../../src/host/failures/failureNotices.ts';
import { wordingProblems } from '../unit/l10n/wording.ts';
import { inChinese } from './inChinese.ts';

/** What a notice says about the charge: what was booked, that nothing was sent, that it is uncertain, or who knows. */
type Charge = 'booked' | 'notSent' | 'unsure' | 'otherWindow';

/** Every kind of failure; the compiler checks that the list is complete. */
const KINDS: Readonly<Record<Failure['kind'], Charge>> = {
  refused: 'booked',
  busy: 'booked',
  timeout: 'unsure',
  stalled: 'booked',
  'too-slow': 'booked',
  truncated: 'booked',
  empty: 'booked',
  'connection-lost': 'booked',
  unreachable: 'booked',
  dns: 'booked',
  tls: 'booked',
  'proxy-auth': 'notSent',
  'proxy-refused': 'notSent',
  redirect: 'booked',
  'not-json': 'booked',
  'no-endpoint': 'notSent',
  'no-credentials': 'notSent',
  credentials: 'booked',
  'model-permission': 'booked',
  'model-gone': 'booked',
  quota: 'booked',
  overdue: 'booked',
  'too-long': 'booked',
  unsafe: 'booked',
  invalid: 'booked',
  'too-large': 'booked',
  storage: 'notSent',
  budget: 'notSent',
  paused: 'notSent',
  'price-unknown': 'notSent',
  circuit: 'booked',
  'queue-full': 'booked',
  offline: 'booked',
  interrupted: 'unsure',
  elsewhere: 'otherWindow',
  unexpected: 'booked',
};

const LANGUAGES = {
  en: {
    whole: /^\S.*[.)]$/,
    free: /Nothing was charged\./,
    booked: /It is counted as ≈¥0\.0006\./,
    notSent: /[Nn]othing was sent|was not sent/,
    unsure: /may be charged again\.|may have been charged;/,
    run: <T>(make: () => T): T => make(),
  },
  'zh-cn': {
    whole: /^\S.*[。）]$/,
    free: /本次未计费。/,
    booked: /本次计为 ≈¥0\.0006。/,
    notSent: /未发送/,
    unsure: /可能会再次计费。|可能已计费，/,
    run: inChinese,
  },
} as const;

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
  for (const [kind, charge] of Object.entries(KINDS) as [Failure['kind'], Charge][]) {
    for (const [language, { whole, free, booked, notSent, unsure, run }] of Object.entries(LANGUAGES)) {
      it(`say in whole sentences what happened with “${kind}”, and whether it was charged (${language})`, () => {
        const failure: Failure = { kind, host: 'qianfan.baidubce.com', limitSeconds: 60 };
        const { message, actions } = run(() => failureNotice(failure, answer()));
        const paid = run(() => failureNotice(failure, answer({ bookings: [booking({})] }))).message;
        const labels = actions.map(action => run(() => failureActionLabel(action, answer())));
        assert.match(message, whole);
        assert.doesNotMatch(message, /[{}]|undefined|NaN/);
        const isSaid = (pattern: RegExp): [boolean, boolean] => [pattern.test(message), pattern.test(paid)];
        assert.deepEqual(isSaid(free), [charge === 'booked', false]);
        assert.deepEqual(isSaid(booked), [false, charge === 'booked']);
        assert.deepEqual(isSaid(unsure), [charge === 'unsure', charge === 'unsure']);
        assert.deepEqual(isSaid(notSent), [charge === 'notSent', charge === 'notSent']);
        assert.ok(labels.length > 0, 'there is something to do');
        for (const label of labels) assert.ok(label.length >= 2);
        if (language === 'en') return;
        for (const text of [message, paid, ...labels]) {
          assert.match(text, /\p{Script=Han}/u);
          assert.deepEqual(wordingProblems(text), []);
        }
      });
    }
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

  it('say how much of a budget is left, and what the question may cost at most', () => {
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

  it('say how long a question is that does not fit, and that it was not sent', () => {
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

  it('say why a key cannot be used, and that the question was not sent', () => {
    for (const code of ['other_host', 'environment_damaged', 'keyring_timeout']) {
      const { message } = failureNotice({ kind: 'no-credentials', code }, answer());
      assert.match(message, LANGUAGES.en.notSent);
      assert.doesNotMatch(message, /Set a key to start/);
    }
  });

  it('say that the charge is uncertain after VS Code was killed', () => {
    for (const text of ['', '一二三']) {
      const { message } = failureNotice({ kind: 'interrupted' }, answer({ text }));
      assert.match(message, /may have been charged/);
      assert.doesNotMatch(message, /Nothing was charged|¥0/);
    }
  });

  it('say that another window is still writing the answer, and offer to load it again', () => {
    for (const text of ['', '一二三']) {
      assert.deepEqual(failureNotice({ kind: 'elsewhere' }, answer({ text })), {
        message:
          'This answer is still being written in another window. Its cost is counted there. Load it again to see the rest.',
        actions: ['loadAgain'],
      });
    }
  });

  it('never present an unknown price as zero', () => {
    const unknown = booking({});
    const { amountNanoYuan: _amount, ...rest } = unknown;
    const { message } = failureNotice(
      { kind: 'truncated' },
      answer({ text: '一二三', bookings: [{ ...rest, amountNanoYuan: undefined }] }),
    );
    assert.match(message, /3 characters are kept \(price unknown\)/);
  });

  it('say how often a paused endpoint failed, and when it is tried again', () => {
    const failure: Failure = { kind: 'circuit', endpoint: 'Simulator A', failures: 5, retryAfterMs: 41_001 };
    const notice = (): string => failureNotice(failure, answer()).message;
    assert.equal(
      notice(),
      'Simulator A failed 5 times in a row; requests are paused. Nothing was charged. You can try again in 42 s.',
    );
    assert.equal(inChinese(notice), 'Simulator A 连续失败 5 次，已暂停发送。本次未计费。42 秒后可再次试探。');
  });

  it('ask before a more expensive model answers, and say how much more it costs', () => {
    const failure: Failure = { kind: 'busy', dearerModel: 'ernie-x1', dearerRatio: 1.41 };
    const failed = answer({ model: 'ernie-lite', askedModel: 'ernie-5.1', failure });
    const { message, actions } = failureNotice(failure, failed);
    assert.match(message, /ernie-x1 costs about 1\.5 times as much as ernie-5\.1\. Use it\?$/);
    assert.deepEqual(actions, ['retry', 'useDearerModel', 'selectModel']);
    assert.equal(failureActionLabel('useDearerModel', failed), 'Use This Time');
    const chinese = inChinese(() => failureNotice(failure, failed)).message;
    assert.match(chinese, /ernie-x1 的单价约为 ernie-5\.1 的 1\.5 倍，是否使用？$/);
    assert.deepEqual(wordingProblems(chinese), []);
    const free = { ...failure, dearerRatio: Infinity };
    const kept = JSON.parse(JSON.stringify(free)) as Failure;
    for (const each of [free, kept]) {
      assert.match(failureNotice(each, failed).message, /ernie-x1 costs money, ernie-5\.1 does not\. Use it\?$/);
    }
  });

  it('offer to wait for an unreachable host or network', () => {
    for (const kind of ['unreachable', 'dns', 'offline'] as const) {
      assert.ok(failureNotice({ kind }, answer()).actions.includes('sendWhenBack'), kind);
    }
    assert.equal(failureActionLabel('sendWhenBack', answer()), 'Send When Back Online');
  });

  it('show error codes of the service, but not those of the system', () => {
    const refused = failureNotice({ kind: 'refused', code: 'rpm_rate_limit_exceeded', status: 429 }, answer());
    assert.match(refused.message, /\(rpm_rate_limit_exceeded, HTTP 429\)$/);
    assert.doesNotMatch(failureNotice({ kind: 'unreachable', code: 'ECONNREFUSED' }, answer()).message, /ECONN/);
  });
});
