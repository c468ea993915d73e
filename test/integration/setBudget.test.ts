import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Budget, type BudgetName, budgetKey } from '../../src/core/budget.ts';
import type { BudgetTools } from '../../src/host/commands/budgetTools.ts';
import { setBudget } from '../../src/host/commands/setBudget.ts';
import { whileChinese } from './inChinese.ts';
import { LEAVE, Person } from './person.ts';
import { replaced } from './replaced.ts';

const YUAN = 1_000_000_000;
const DAILY: BudgetName = { scope: 'all', name: '', period: 'day' };

describe('Set Budget', () => {
  let budgets: Budget[];
  let settings: Record<string, unknown>;
  let spent: Record<string, number>;

  beforeEach(() => {
    budgets = [];
    settings = {};
    spent = { [budgetKey(DAILY)]: 1.23 * YUAN };
  });

  const tools = (): BudgetTools => ({
    configuration: { update: async (id, value) => void (settings[id] = value) },
    spent: name => spent[budgetKey(name)] ?? 0,
    all: () => budgets,
    keep: async (name, limit) => {
      budgets = budgets.filter(each => budgetKey(each) !== budgetKey(name));
      if (limit !== undefined) budgets.push({ ...name, limitNanoYuan: limit });
    },
    workspace: 'shop',
    consumers: () => ['someone.else'],
  });

  /** Runs the command with these acts of the user; returns one text for each thing that was shown. */
  async function seen(acts: ConstructorParameters<typeof Person>[0], argument?: unknown): Promise<string[]> {
    const person = new Person(acts);
    await person.during(() => setBudget(tools(), argument));
    return person.seen;
  }

  it('shows today’s spend above the amounts, and stores the daily budget in the settings', async () => {
    const [shown = ''] = await seen(['¥5.00']);
    assert.match(shown, /^pick:\nDaily Budget\n.* Spent today: ¥1\.23\n¥2\.00\n¥5\.00\n¥10\.00\n/);
    assert.deepEqual(settings, { 'wenxin.budget.dailyCny': 5 });
  });

  it('marks the current budget, and removes it', async () => {
    budgets = [{ ...DAILY, limitNanoYuan: 3 * YUAN }];
    const [shown = ''] = await seen(['No Budget']);
    assert.match(shown, /\n¥2\.00\n¥3\.00 · set now\n¥5\.00/);
    assert.deepEqual(settings, { 'wenxin.budget.dailyCny': 0 });
  });

  it('warns when more than the budget is already spent', async () => {
    spent = { [budgetKey(DAILY)]: 7 * YUAN };
    const shown = await seen(['¥5.00']);
    assert.match(shown[1] ?? '', /^warning: ¥7\.00 is spent today already, so nothing more is sent today/);
  });

  it('also sets budgets of the month, the workspace, features and extensions, and shows their spend', async () => {
    const month: BudgetName = { scope: 'all', name: '', period: 'month' };
    budgets = [{ ...month, limitNanoYuan: 50 * YUAN }];
    spent = { [budgetKey(month)]: 12.3 * YUAN };
    const others = 'Other Budgets: Month, Workspace, Feature...';
    const shown = await seen([others, 'shop, per day', '¥10.00']);
    assert.match(shown[1] ?? '', /\nMonthly Budget · ¥12\.30 of ¥50\.00 spent\n/);
    assert.match(shown[1] ?? '', /\nExplain, per month\n/);
    assert.match(shown[1] ?? '', /\nsomeone\.else, per day\n/);
    assert.match(shown[2] ?? '', /^pick:\nToday's budget for the workspace “shop”\n/);
    assert.deepEqual(budgets[1], { scope: 'workspace', name: 'shop', period: 'day', limitNanoYuan: 10 * YUAN });
    assert.deepEqual(settings, {});
    await seen([others, 'Monthly Budget', '¥100.00']);
    assert.deepEqual(settings, { 'wenxin.budget.monthlyCny': 100 });
  });

  it('removes a budget from the ledger, and changes nothing when the user leaves', async () => {
    const feature: BudgetName = { scope: 'feature', name: 'explain', period: 'day' };
    budgets = [{ ...feature, limitNanoYuan: 2 * YUAN }];
    await seen([LEAVE], feature);
    await seen(['Other Budgets: Month, Workspace, Feature...', LEAVE]);
    assert.equal(budgets.length, 1);
    await seen(['No Budget'], feature);
    assert.deepEqual([budgets, settings], [[], {}]);
  });

  it('names the period of the budget when asking for an amount', async () => {
    const asked = async (name: BudgetName): Promise<string> => {
      let prompted = '';
      const typed = (options?: { prompt?: string }): Promise<string> => {
        prompted = options?.prompt ?? '';
        return Promise.resolve('7');
      };
      const run = async (): Promise<void> => {
        await seen(['Other Amount...'], name);
      };
      await replaced(vscode.window, 'showInputBox', typed as typeof vscode.window.showInputBox, run);
      assert.equal(budgets.at(-1)?.limitNanoYuan, 7 * YUAN);
      return prompted;
    };
    assert.match(await asked({ scope: 'feature', name: 'explain', period: 'day' }), /^Yuan per day/);
    assert.match(await asked({ scope: 'feature', name: 'explain', period: 'month' }), /^Yuan per month/);
    assert.match(await asked({ scope: 'batch', name: 'a batch', period: 'whole' }), /^Yuan for the whole batch/);
  });

  it('opens the budget that it is called for, and the daily budget for any other argument', async () => {
    const [shown = ''] = await seen([LEAVE], { scope: 'feature', name: 'explain', period: 'month' });
    assert.match(shown, /^pick:\nThis month's budget for “Explain”\n/);
    for (const argument of [
      'month',
      null,
      { scope: 'planet', name: '', period: 'day' },
      { scope: 'all', period: 'day' },
    ]) {
      assert.match((await seen([LEAVE], argument))[0] ?? '', /^pick:\nDaily Budget\n/);
    }
  });

  it('is worded in Chinese', async () => {
    await whileChinese(async () => {
      const shown = await seen(['其他预算：每月、工作区、功能...', 'shop，每日', LEAVE]);
      assert.match(shown[0] ?? '', /^pick:\n每日预算\n预算用完后将停止发送请求，直到你同意继续。/);
      assert.match(shown[2] ?? '', /^pick:\n工作区“shop”的今日预算\n/);
    });
  });
});
