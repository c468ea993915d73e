import assert from 'node:assert/strict';
import type { Booking } from '../../src/core/booking.ts';
import type { AttemptFailure } from '../../src/core/chat.ts';
import { newAnswer } from '../../src/core/conversation/answer.ts';
import { FAILURE_KINDS } from '../../src/core/errors.ts';
import { receiptView } from '../../src/host/chat/receiptView.ts';
import {
  chargeSentence,
  checkChargeSentence,
  keptSentence,
  newerChargeSentence,
} from '../../src/host/failures/chargeSentences.ts';
import { wordingProblems } from '../unit/l10n/wording.ts';
import { inChinese } from './inChinese.ts';

const BOOKED: Booking = {
  questionId: 'q',
  model: 'ernie-5.1',
  endpoint: 'e',
  usage: { inputTokens: 100, cachedInputTokens: 0, outputTokens: 10, reasoningTokens: 0 },
  source: 'usage',
  amountNanoYuan: 580_000,
  outcome: 'ok',
  totalMs: 1_000,
};

/** Bookings of a question, by how it was paid. */
const CASES: Readonly<Record<string, readonly Booking[]>> = {
  nobody: [],
  amount: [BOOKED],
  estimate: [{ ...BOOKED, source: 'estimate' }],
  plan: [{ ...BOOKED, amountNanoYuan: 0, isFlat: true }],
  unknown: [{ ...BOOKED, amountNanoYuan: undefined }],
};

/** Returns the texts for an unanswered question, a key check, a newer answer, a broken answer and a receipt. */
function said(bookings: readonly Booking[]): string[] {
  const answer = { ...newAnswer('ernie-5.1'), text: '一二三', bookings };
  return [
    chargeSentence(bookings),
    checkChargeSentence(bookings),
    newerChargeSentence(bookings),
    keptSentence(answer, true),
    receiptView(answer)?.description ?? '',
  ];
}

const EXPECTED: Readonly<Record<string, readonly [english: readonly string[], chinese: readonly string[]]>> = {
  nobody: [
    [
      'Nothing was charged.',
      'This check cost nothing.',
      'The newer answer cost nothing.',
      '3 characters are kept (¥0.0000).',
      '',
    ],
    ['本次未计费。', '本次验证未计费。', '新回答未计费。', '已保留收到的 3 个字符（¥0.0000）。', ''],
  ],
  amount: [
    [
      'It is counted as ¥0.0006.',
      'This check cost ¥0.0006.',
      'The newer answer cost ¥0.0006.',
      '3 characters are kept (¥0.0006).',
      'ernie-5.1 at e: 100 input tokens (0 cached), 10 output tokens, ¥0.0006, 1.0 s',
    ],
    [
      '本次计为 ¥0.0006。',
      '本次验证花费 ¥0.0006。',
      '新回答花费 ¥0.0006。',
      '已保留收到的 3 个字符（¥0.0006）。',
      'ernie-5.1（e）：输入 100 tokens（命中缓存 0），输出 10 tokens，¥0.0006，1.0 秒',
    ],
  ],
  estimate: [
    [
      'It is counted as ≈¥0.0006.',
      'This check cost ≈¥0.0006.',
      'The newer answer cost ≈¥0.0006.',
      '3 characters are kept (≈¥0.0006).',
      'ernie-5.1 at e: ≈100 input tokens (0 cached), ≈10 output tokens, ≈¥0.0006, 1.0 s (≈ estimated, because the service sent no usage)',
    ],
    [
      '本次计为 ≈¥0.0006。',
      '本次验证花费 ≈¥0.0006。',
      '新回答花费 ≈¥0.0006。',
      '已保留收到的 3 个字符（≈¥0.0006）。',
      'ernie-5.1（e）：输入 ≈100 tokens（命中缓存 0），输出 ≈10 tokens，≈¥0.0006，1.0 秒（≈ 为估算值，因为服务未返回用量）',
    ],
  ],
  plan: [
    [
      'The flat plan covers it.',
      'The flat plan covers this check.',
      'The flat plan covers the newer answer.',
      '3 characters are kept (flat plan).',
      'ernie-5.1 at e: 100 input tokens (0 cached), 10 output tokens, flat plan, 1.0 s',
    ],
    [
      '本次由套餐支付。',
      '本次验证由套餐支付。',
      '新回答由套餐支付。',
      '已保留收到的 3 个字符（套餐）。',
      'ernie-5.1（e）：输入 100 tokens（命中缓存 0），输出 10 tokens，套餐，1.0 秒',
    ],
  ],
  unknown: [
    [
      'It may have been charged, but its price is unknown.',
      'What this check cost is unknown.',
      'What the newer answer cost is unknown.',
      '3 characters are kept (price unknown).',
      'ernie-5.1 at e: 100 input tokens (0 cached), 10 output tokens, price unknown, 1.0 s',
    ],
    [
      '本次可能已计费，但价格未知。',
      '本次验证的花费未知。',
      '新回答的花费未知。',
      '已保留收到的 3 个字符（价格未知）。',
      'ernie-5.1（e）：输入 100 tokens（命中缓存 0），输出 10 tokens，价格未知，1.0 秒',
    ],
  ],
};

describe('The wording of a charge', () => {
  for (const [name, bookings] of Object.entries(CASES)) {
    it(`reads well in both languages: ${name}`, () => {
      const chinese = inChinese(() => said(bookings));
      assert.deepEqual([said(bookings), chinese], EXPECTED[name]);
      assert.deepEqual(chinese.flatMap(wordingProblems), []);
    });
  }
});

describe('The receipt', () => {
  const described = (failures: readonly AttemptFailure[]): (() => string) => {
    return () => receiptView({ ...newAnswer('ernie-5.1'), bookings: [BOOKED], failures })?.description ?? '';
  };
  const A = { endpoint: 'Simulator A', model: 'ernie-5.1' } as const;

  it('says how many attempts an answer took, and why the others failed', () => {
    const twice = described([{ ...A, kind: 'unreachable' }]);
    assert.match(twice(), /, 1\.0 s; 2 attempts: Simulator A could not be reached$/);
    assert.match(inChinese(twice), /，1\.0 秒；共尝试 2 次：无法连接 Simulator A$/);
  });

  it('gives each reason once, and counts only attempts that were sent', () => {
    const busy = { ...A, kind: 'busy' } as const;
    assert.match(
      described([busy, busy, { ...A, kind: 'circuit' }])(),
      /; 3 attempts: ernie-5\.1 at Simulator A was busy, requests to Simulator A were paused$/,
    );
    assert.match(described([{ ...A, kind: 'circuit' }])(), /1\.0 s; requests to Simulator A were paused$/);
  });

  it('has words for every kind of failure, in both languages', () => {
    for (const kind of FAILURE_KINDS) {
      const said = described([{ ...A, kind }]);
      assert.match(said(), / at e: [^{}]+ 1\.0 s; [^{}]*Simulator A[^{}]*$/, kind);
      const chinese = inChinese(said);
      assert.match(chinese, /（e）：[^{}]+1\.0 秒；[^{}]*Simulator A[^{}]*$/, kind);
      assert.deepEqual(wordingProblems(chinese), [], kind);
    }
  });
});
