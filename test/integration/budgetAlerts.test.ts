import assert from 'node:assert/strict';
import type { BudgetName } from '../../src/core/budget.ts';
import { alarmText } from '../../src/host/spend/spendAlarm.ts';
import { noticeText } from '../../src/host/spend/budgetAlerts.ts';
import { wordingProblems } from '../unit/l10n/wording.ts';
import { inChinese } from './inChinese.ts';

const YUAN = 1_000_000_000;

const notice = (name: BudgetName, spentYuan: number, percent: number): string => {
  const budget = { ...name, limitNanoYuan: 5 * YUAN };
  return noticeText({ state: { budget, spentNanoYuan: spentYuan * YUAN, reservedNanoYuan: 0 }, percent });
};

describe('The text of a spending alert', () => {
  const texts: readonly (readonly [say: () => string, english: string, chinese: string])[] = [
    [
      () => notice({ scope: 'all', name: '', period: 'day' }, 4.12, 80),
      '¥4.12 spent today, 82% of the budget (¥5.00); ¥0.8800 left.',
      '今日已花费 ¥4.12，占预算（¥5.00）的 82%，剩余 ¥0.8800。',
    ],
    [
      () => notice({ scope: 'all', name: '', period: 'month' }, 4, 80),
      "This month's budget (¥5.00): ¥4.00 spent, 80%; ¥1.00 left.",
      '本月预算（¥5.00）：已花费 ¥4.00，占 80%，剩余 ¥1.00。',
    ],
    [
      () => notice({ scope: 'workspace', name: 'shop', period: 'day' }, 5, 100),
      "Today's budget for the workspace “shop” (¥5.00) is used up. Nothing more is sent until you raise it or allow one question.",
      '工作区“shop”的今日预算（¥5.00）已用完。在你提高预算或允许某一次提问之前，不会再发送请求。',
    ],
    [
      () => alarmText({ amountNanoYuan: 1.5 * YUAN, minutes: 10, times: 7.4, consumer: 'someone.else' }),
      '¥1.50 in the last 10 minutes, 7 times the usual; mostly “someone.else”.',
      '最近 10 分钟花费 ¥1.50，为平时的 7 倍，主要来自“someone.else”。',
    ],
    [
      () => alarmText({ amountNanoYuan: 1.5 * YUAN, minutes: 10, times: undefined, consumer: 'ask-wenxin' }),
      '¥1.50 in the last 10 minutes; mostly “Ask Wenxin”.',
      '最近 10 分钟花费 ¥1.50，主要来自“Ask Wenxin”。',
    ],
  ];

  for (const [say, english, chinese] of texts) {
    it(`is “${english}”`, () => {
      assert.deepEqual([say(), inChinese(say)], [english, chinese]);
      assert.deepEqual(wordingProblems(inChinese(say)), []);
    });
  }
});
