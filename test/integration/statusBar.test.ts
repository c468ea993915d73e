import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CacheUse, LevelUse } from '../../src/core/spend/questionRows.ts';
import type { Spend } from '../../src/core/spend/spendRows.ts';
import { FLAT_PLAN_PRICE, KEYLESS_PRICE } from '../../src/core/qianfan/flatPlan.ts';
import { findModel } from '../../src/core/qianfan/catalogue.ts';
import { type MeterBudget, type MeterReading, StatusBar } from '../../src/host/spend/statusBar.ts';
import { wordingProblems } from '../unit/l10n/wording.ts';
import { inChinese } from './inChinese.ts';

const YUAN = 1_000_000_000;

const spend = (change: Partial<Spend> = {}): Spend => ({
  amountNanoYuan: 1.23 * YUAN,
  estimated: false,
  unknownPrice: 0,
  requests: 24,
  answered: 23,
  failed: 1,
  savedNanoYuan: 0,
  ...change,
});

const level = (questions = 0, savedNanoYuan = 0, unknownPrice = 0): LevelUse => {
  return { questions, savedNanoYuan, unknownPrice };
};
const cacheUse = (change: Partial<CacheUse> = {}): CacheUse => {
  return { asked: level(7), memory: level(), workspace: level(), team: level(), joined: level(), ...change };
};

const reading = (change: Partial<MeterReading> = {}): MeterReading => ({
  today: spend(),
  month: spend({ amountNanoYuan: 20 * YUAN }),
  forecast: undefined,
  budgets: [],
  model: 'ernie-5.1',
  price: findModel('ernie-5.1')?.price,
  cacheUse: cacheUse(),
  balance: undefined,
  ...change,
});

const NOTHING = spend({ amountNanoYuan: 0, requests: 0, answered: 0, failed: 0 });
const daily = (yuan: number, level: MeterBudget['level'], spentNanoYuan = 1.23 * YUAN): MeterBudget => {
  return { budget: { scope: 'all', name: '', period: 'day', limitNanoYuan: yuan * YUAN }, spentNanoYuan, level };
};
const near = daily(5, 'near');

/** What is shown, and read out by screen readers, for a reading. */
interface Shown {
  readonly text: string;
  readonly label: string;
  readonly tooltip: readonly string[];
  readonly color: string | undefined;
  readonly command: unknown;
}

describe('The meter in the status bar', () => {
  let item: vscode.StatusBarItem;

  beforeEach(() => {
    item = vscode.window.createStatusBarItem('wenxin.test', vscode.StatusBarAlignment.Right);
  });

  afterEach(() => item.dispose());

  function show(change: Partial<MeterReading>): Shown {
    new StatusBar(item).update(reading(change));
    const { text, tooltip, backgroundColor, accessibilityInformation, command } = item;
    const label = accessibilityInformation?.label ?? '';
    const lines = typeof tooltip === 'string' ? tooltip.split('\n') : assert.fail('the tooltip is Markdown');
    return { text, label, tooltip: lines, color: (backgroundColor as { id?: string } | undefined)?.id, command };
  }

  it('says what was spent in a sentence for screen readers, in both languages', () => {
    const labels: readonly (readonly [change: Partial<MeterReading>, english: string, chinese: string])[] = [
      [{}, 'Wenxin: ¥1.23 spent today, 24 requests', '文心：今日已花费 ¥1.23，共 24 次请求'],
      [
        { today: spend({ requests: 1 }), budgets: [daily(5, 'within')] },
        'Wenxin: ¥1.23 spent today of ¥5.00, 1 request',
        '文心：今日已花费 ¥1.23，预算 ¥5.00，共 1 次请求',
      ],
      [
        { budgets: [daily(1, 'usedUp')] },
        'Wenxin: ¥1.23 spent today of ¥1.00, 24 requests. The budget is used up.',
        '文心：今日已花费 ¥1.23，预算 ¥1.00，共 24 次请求。预算已用完。',
      ],
      [
        { today: spend({ amountNanoYuan: 0, requests: 3 }), price: FLAT_PLAN_PRICE },
        'Wenxin: the flat plan paid for all of today, 3 requests',
        '文心：今日全部由套餐支付，共 3 次请求',
      ],
    ];
    for (const [change, english, chinese] of labels) {
      assert.deepEqual([show(change).label, inChinese(() => show(change).label)], [english, chinese]);
    }
  });

  it('shows a warning near the limit of a budget, and an error with a way to raise it when it is used up', () => {
    const within = show({ budgets: [daily(5, 'within')] });
    assert.deepEqual([within.text, within.color, within.command], ['¥1.23 / ¥5.00', undefined, 'wenxin.showUsage']);
    const warned = show({ budgets: [near] });
    assert.deepEqual([warned.color, warned.command], ['statusBarItem.warningBackground', 'wenxin.showUsage']);
    const { text, color, command } = show({ budgets: [daily(1, 'usedUp')] });
    assert.deepEqual(
      [text, color, command],
      ['¥1.23 / ¥1.00 Budget used up', 'statusBarItem.errorBackground', 'wenxin.setBudget'],
    );
    assert.equal(show({}).color, undefined, 'and takes the colour back');
  });

  it('does not call a budget used up of which something is left, only too little for a question', () => {
    const shown = show({ budgets: [daily(1.24, 'usedUp')] });
    assert.deepEqual(
      [shown.text, shown.label, shown.color, shown.command],
      [
        '¥1.23 / ¥1.24 Budget too low',
        'Wenxin: ¥1.23 spent today of ¥1.24, 24 requests. Too little is left for a question.',
        'statusBarItem.errorBackground',
        'wenxin.setBudget',
      ],
    );
    const shop: MeterBudget = {
      budget: { scope: 'workspace', name: 'shop', period: 'day', limitNanoYuan: YUAN },
      spentNanoYuan: YUAN - 1,
      level: 'usedUp',
    };
    const { tooltip, label } = show({ budgets: [shop] });
    assert.equal(tooltip[2], "Today's budget for the workspace “shop” is too low for a question");
    assert.match(label, /“shop” is too low for a question\.$/);
  });

  it('says what is left of the monthly budget, and which other budget is used up', () => {
    const monthly: MeterBudget = {
      budget: { scope: 'all', name: '', period: 'month', limitNanoYuan: 50 * YUAN },
      spentNanoYuan: 20 * YUAN,
      level: 'within',
    };
    const line = (budgets: readonly MeterBudget[]): string | undefined => show({ budgets }).tooltip[2];
    assert.equal(
      line([daily(5, 'within'), monthly]),
      'Budget left today: ¥3.77 of ¥5.00; Budget left this month: ¥30.00 of ¥50.00',
    );
    assert.equal(line([monthly]), 'Budget left this month: ¥30.00 of ¥50.00');
    const shop: MeterBudget = {
      budget: { scope: 'workspace', name: 'shop', period: 'day', limitNanoYuan: YUAN },
      spentNanoYuan: YUAN,
      level: 'usedUp',
    };
    const shown = show({ budgets: [monthly, shop] });
    assert.equal(
      shown.tooltip[2],
      "Budget left this month: ¥30.00 of ¥50.00; Today's budget for the workspace “shop” is used up",
    );
    assert.deepEqual(
      [shown.text, shown.color, shown.label],
      [
        '¥1.23 Budget used up',
        'statusBarItem.errorBackground',
        "Wenxin: ¥1.23 spent today, 24 requests. Today's budget for the workspace “shop” is used up.",
      ],
    );
    assert.equal(
      inChinese(() => show({ budgets: [monthly, shop] }).tooltip[2]),
      '本月预算剩余：¥30.00（共 ¥50.00）；工作区“shop”的今日预算已用完',
    );
  });

  it('shows the forecast of the month once it is known, unless nothing was spent', () => {
    const forecast = 75 * YUAN;
    assert.equal(show({}).tooltip[1], 'This month: ¥20.00');
    assert.equal(show({ forecast }).tooltip[1], 'This month: ¥20.00, about ¥75.00 by its end');
    assert.equal(
      inChinese(() => show({ forecast }).tooltip[1]),
      '本月：¥20.00（预计 ¥75.00）',
    );
    assert.equal(show({ forecast: 0, month: NOTHING }).tooltip[1], 'This month: ¥0.0000');
  });

  it('shows the share of requests answered today once any has ended', () => {
    assert.equal(show({}).tooltip[0], 'Today: ¥1.23, 24 requests, 95% answered');
    assert.equal(
      inChinese(() => show({}).tooltip[0]),
      '今日：¥1.23，共 24 次请求，成功率 95%',
    );
    assert.equal(show({ today: NOTHING }).tooltip[0], 'Today: ¥0.0000, 0 requests');
  });

  it('says what the cache answered and saved today, by level, in both languages', () => {
    const uses: readonly (readonly [use: Partial<CacheUse>, english: string, chinese: string])[] = [
      [
        { memory: level(3, 12_300_000) },
        'Saved by cache today: ¥0.0123 (3 of 10 questions: memory 3)',
        '今日缓存节省：¥0.0123（10 个问题中 3 个命中缓存：内存 3）',
      ],
      [
        { memory: level(2, 10_000_000), workspace: level(1, 2_300_000) },
        'Saved by cache today: ¥0.0123 (3 of 10 questions: memory 2, ¥0.0100; workspace 1, ¥0.0023)',
        '今日缓存节省：¥0.0123（10 个问题中 3 个命中缓存：内存 2，¥0.0100；工作区 1，¥0.0023）',
      ],
      [
        { asked: level(1_000), team: level(1, YUAN, 1), joined: level(2, 0, 2) },
        'Saved by cache today: ¥1.00+ (3 of 1,003 questions: team 1, ¥1.00+; asked at the same time 2)',
        '今日缓存节省：¥1.00+（1,003 个问题中 3 个命中缓存：团队 1，¥1.00+；同时提问 2）',
      ],
      [
        { asked: level(), workspace: level(1, 0, 1) },
        'From the cache today: 1 of 1 question (workspace 1)',
        '今日命中缓存：1 个问题中 1 个（工作区 1）',
      ],
      [
        { memory: level(2), joined: level(1) },
        'From the cache today: 3 of 10 questions (memory 2, asked at the same time 1)',
        '今日命中缓存：10 个问题中 3 个（内存 2，同时提问 1）',
      ],
    ];
    for (const [use, english, chinese] of uses) {
      const line = (): string | undefined => show({ cacheUse: cacheUse(use) }).tooltip[2];
      assert.deepEqual([line(), inChinese(line)], [english, chinese]);
    }
  });

  it('says nothing of the cache when it answered nothing', () => {
    assert.equal(show({}).tooltip.length, 4);
    assert.ok(show({}).tooltip.every(line => !line.includes('ache')));
  });

  it('says where the price comes from, or that the model is free', () => {
    const tiers = [{ upToInputTokens: null, inputNanoYuan: 800, outputNanoYuan: 3_200 }];
    const own = show({ price: { tiers, source: 'wenxin.prices', asOf: '' } });
    assert.ok(own.tooltip.includes('ernie-5.1: your own prices'));
    assert.ok(show({ price: KEYLESS_PRICE }).tooltip.includes('ernie-5.1: free of charge'));
  });

  it('shows the error of the model’s token estimates once it is known', () => {
    const [line = ''] = show({ estimateError: 0.0812 }).tooltip.slice(-2, -1);
    assert.match(line, /^ernie-5\.1: prices as of [\d-]+; token estimates were 8% off recently$/);
    assert.ok(!show({ estimateError: undefined }).tooltip.join('').includes('estimates'));
  });

  it('marks estimates and unknown prices, and explains the marks', () => {
    const marked = spend({ estimated: true, unknownPrice: 2 });
    const { text, tooltip } = show({ today: marked, month: marked, price: undefined });
    assert.equal(text, '≈¥1.23+');
    assert.deepEqual(tooltip.slice(-3, -1), [
      '≈ partly estimated, because the service sent no usage; + requests whose price is unknown: 2',
      'ernie-5.1: price unknown',
    ]);
  });

  it('shows the account balance beside the remaining budget when it is known', () => {
    const balance = 'Account balance: ¥12.34 (5 minutes ago)';
    assert.equal(show({ balance }).tooltip[2], balance);
    assert.equal(show({ balance, budgets: [near] }).tooltip[2], `Budget left today: ¥3.77 of ¥5.00 · ${balance}`);
    assert.ok(show({}).tooltip.every(line => !line.includes('balance')));
  });

  it('shows at most seven lines, and well-worded Chinese', () => {
    const all: Partial<MeterReading> = {
      balance: '账户余额：¥12.34（5 分钟前）',
      estimateError: 0.08,
      forecast: 75 * YUAN,
      budgets: [near],
      month: spend({ estimated: true, unknownPrice: 2 }),
      cacheUse: {
        asked: level(10),
        memory: level(1, 1_000_000),
        workspace: level(2, 2_000_000),
        team: level(3, 3_000_000, 1),
        joined: level(4, 0, 4),
      },
    };
    for (const shown of [show(all), inChinese(() => show(all))]) assert.equal(shown.tooltip.length, 7);
    const { label, text, tooltip } = inChinese(() => show(all));
    assert.deepEqual([label, text, ...tooltip].flatMap(wordingProblems), []);
  });

  it('shows no amount and clears an earlier warning when the ledger cannot be read', () => {
    const meter = new StatusBar(item);
    meter.update(reading({ budgets: [near] }));
    meter.showUnavailable();
    assert.deepEqual([item.text, item.backgroundColor, item.command], ['¥—', undefined, 'wenxin.showLog']);
    assert.equal(item.accessibilityInformation?.label, 'Wenxin: the spend cannot be read from disk');
  });
});
