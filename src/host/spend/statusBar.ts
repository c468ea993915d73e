import { hostname } from 'node:os';
import * as vscode from 'vscode';
import type { Budget } from '../../core/budget.ts';
import { formatYuan, type ModelPrice, type NanoYuan } from '../../core/money.ts';
import type { Spend } from '../../core/spend/spendRows.ts';
import type { BudgetLevel } from '../../core/spend/budgetLevel.ts';
import { isFree } from '../../core/spend/prices.ts';
import type { CacheUse } from '../../core/spend/questionRows.ts';
import { COMMANDS, STATUS_BAR_ITEM } from '../ids.ts';
import { isChinese } from '../language.ts';
import { budgetAtStart } from './budgetWords.ts';
import { cacheLine } from './cacheLine.ts';

/** A budget and its current state. */
export interface MeterBudget {
  readonly budget: Budget;
  readonly spentNanoYuan: NanoYuan;
  readonly level: BudgetLevel;
}

/** The values shown by the meter. */
export interface MeterReading {
  readonly today: Spend;
  readonly month: Spend;
  /** Forecast for the whole month; `undefined` in its first days. */
  readonly forecast: NanoYuan | undefined;
  /** All budgets that apply to questions in this window. */
  readonly budgets: readonly MeterBudget[];
  /** Model of the next question. */
  readonly model: string;
  /** Price of the model; `undefined` when unknown. */
  readonly price: ModelPrice | undefined;
  /** Recent relative error of the model's token estimates; missing while unknown. */
  readonly estimateError?: number | undefined;
  /** Today's questions by the cache level that answered them. */
  readonly cacheUse: CacheUse;
  /** The account balance at Baidu as a line of text; `undefined` when unknown. */
  readonly balance: string | undefined;
}

/** The meter: today's spend in the status bar. */
export class StatusBar implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;

  constructor(item = vscode.window.createStatusBarItem(STATUS_BAR_ITEM, vscode.StatusBarAlignment.Right, 90)) {
    this.#item = item;
    this.#item.name = vscode.l10n.t('Wenxin Spend');
    this.#item.show();
  }

  update(reading: MeterReading): void {
    const level = worstLevel(reading.budgets);
    this.#item.text = itemText(reading);
    this.#item.command = level === 'usedUp' ? COMMANDS.setBudget : COMMANDS.showUsage;
    this.#item.backgroundColor = backgroundOf(level);
    this.#item.accessibilityInformation = { label: accessibleLabel(reading) };
    // Plain text, not Markdown, because a model's name comes from the settings.
    this.#item.tooltip = tooltipLines(reading).join('\n');
  }

  /** Shows that the ledger cannot be read. */
  showUnavailable(): void {
    this.#item.text = '¥—';
    this.#item.tooltip = vscode.l10n.t('The spend cannot be read from disk. The log says why.');
    this.#item.command = COMMANDS.showLog;
    this.#item.backgroundColor = undefined;
    this.#item.accessibilityInformation = { label: vscode.l10n.t('Wenxin: the spend cannot be read from disk') };
  }

  dispose(): void {
    this.#item.dispose();
  }
}

/** Formats `¥0.0123`, prefixed by `≈` for an estimate and followed by `+` if requests of unknown price are missing. */
function amountText({ amountNanoYuan, estimated, unknownPrice }: Spend): string {
  return `${estimated ? '≈' : ''}${formatYuan(amountNanoYuan)}${unknownPrice > 0 ? '+' : ''}`;
}

/** Whether a flat plan covers the model and nothing else was charged today, so that an amount is meaningless. */
function isPlanOnly({ price, today }: MeterReading): boolean {
  return price?.isFlat === true && today.amountNanoYuan === 0 && today.unknownPrice === 0;
}

/** Returns the worst level, because any exhausted budget blocks questions in this window. */
function worstLevel(budgets: readonly MeterBudget[]): BudgetLevel {
  return (['usedUp', 'near'] as const).find(level => budgets.some(each => each.level === level)) ?? 'within';
}

function itemText(reading: MeterReading): string {
  if (isPlanOnly(reading)) return vscode.l10n.t('Plan');
  const daily = overAll(reading, 'day');
  const amount = amountText(reading.today);
  const text = daily === undefined ? amount : `${amount} / ${formatYuan(daily.budget.limitNanoYuan)}`;
  const usedUp = reading.budgets.filter(({ level }) => level === 'usedUp');
  if (usedUp.length === 0) return text;
  return usedUp.some(isSpent)
    ? vscode.l10n.t('{amount} Budget used up', { amount: text })
    : vscode.l10n.t('{amount} Budget too low', { amount: text });
}

/** Whether nothing is left at all. Of other budgets that are used up, the rest is too little for a short question. */
function isSpent({ budget, spentNanoYuan }: MeterBudget): boolean {
  return spentNanoYuan >= budget.limitNanoYuan;
}

/** Returns the overall daily or monthly budget. */
function overAll({ budgets }: MeterReading, period: 'day' | 'month'): MeterBudget | undefined {
  return budgets.find(({ budget }) => budget.scope === 'all' && budget.period === period);
}

function backgroundOf(level: BudgetLevel): vscode.ThemeColor | undefined {
  if (level === 'within') return undefined;
  return new vscode.ThemeColor(`statusBarItem.${level === 'near' ? 'warning' : 'error'}Background`);
}

function accessibleLabel(reading: MeterReading): string {
  const { today, budgets } = reading;
  const daily = overAll(reading, 'day');
  const usedUp = budgets.find(({ level }) => level === 'usedUp');
  const facts = { amount: amountText(today), requests: requestsText(today) };
  if (isPlanOnly(reading)) return vscode.l10n.t('Wenxin: the flat plan paid for all of today, {requests}', facts);
  if (usedUp !== undefined && usedUp !== daily) {
    const labelled = { ...facts, whichBudget: budgetAtStart(usedUp.budget) };
    return isSpent(usedUp)
      ? vscode.l10n.t('Wenxin: {amount} spent today, {requests}. {whichBudget} is used up.', labelled)
      : vscode.l10n.t('Wenxin: {amount} spent today, {requests}. {whichBudget} is too low for a question.', labelled);
  }
  if (daily === undefined) return vscode.l10n.t('Wenxin: {amount} spent today, {requests}', facts);
  const withBudget = { ...facts, budget: formatYuan(daily.budget.limitNanoYuan) };
  if (usedUp === undefined) return vscode.l10n.t('Wenxin: {amount} spent today of {budget}, {requests}', withBudget);
  return isSpent(usedUp)
    ? vscode.l10n.t('Wenxin: {amount} spent today of {budget}, {requests}. The budget is used up.', withBudget)
    : vscode.l10n.t(
        'Wenxin: {amount} spent today of {budget}, {requests}. Too little is left for a question.',
        withBudget,
      );
}

/** At most seven lines. */
function tooltipLines(reading: MeterReading): string[] {
  const { today, month, forecast, cacheUse, balance } = reading;
  const lines = [
    todayLine(today),
    monthLine(month, forecast),
    // Both are remaining money; sharing a line keeps the tooltip within seven lines.
    [budgetLine(reading), balance].filter(line => line !== undefined).join(isChinese() ? '；' : ' · ') || undefined,
    cacheLine(cacheUse),
    marksLine(month),
    modelLine(reading),
    vscode.env.remoteName === undefined
      ? vscode.l10n.t('Counts this computer only, at list price.')
      : vscode.l10n.t('Counts this computer only ({host}), at list price.', { host: hostname() }),
  ];
  return lines.filter(line => line !== undefined);
}

/** Returns today's line, with the success rate once a request has finished. */
function todayLine(today: Spend): string {
  const facts = { amount: amountText(today), requests: requestsText(today) };
  const ended = today.answered + today.failed;
  if (ended === 0) return vscode.l10n.t('Today: {amount}, {requests}', facts);
  const percent = String(Math.floor((100 * today.answered) / ended));
  return vscode.l10n.t('Today: {amount}, {requests}, {percent}% answered', { ...facts, percent });
}

/** Returns what is left of the overall budgets; mentions other budgets only when used up. */
function budgetLine(reading: MeterReading): string | undefined {
  const [day, month] = [overAll(reading, 'day'), overAll(reading, 'month')].map(left);
  const usedUp = reading.budgets.filter(({ budget, level }) => budget.scope !== 'all' && level === 'usedUp');
  const sentences = [
    day && vscode.l10n.t('Budget left today: {left} of {budget}', day),
    month && vscode.l10n.t('Budget left this month: {left} of {budget}', month),
    ...usedUp.map(usedUpText),
  ];
  return sentences.filter(sentence => sentence !== undefined).join(isChinese() ? '；' : '; ') || undefined;
}

function usedUpText(of: MeterBudget): string {
  const whichBudget = budgetAtStart(of.budget);
  return isSpent(of)
    ? vscode.l10n.t('{whichBudget} is used up', { whichBudget })
    : vscode.l10n.t('{whichBudget} is too low for a question', { whichBudget });
}

function left(of: MeterBudget | undefined): { left: string; budget: string } | undefined {
  if (of === undefined) return undefined;
  const limit = of.budget.limitNanoYuan;
  return { left: formatYuan(Math.max(0, limit - of.spentNanoYuan)), budget: formatYuan(limit) };
}

/** Returns the month's line; a forecast is omitted while nothing was spent. */
function monthLine(month: Spend, forecast: NanoYuan | undefined): string {
  const amount = amountText(month);
  if (forecast === undefined || month.amountNanoYuan === 0) return vscode.l10n.t('This month: {amount}', { amount });
  return vscode.l10n.t('This month: {amount}, about {forecast} by its end', {
    amount,
    forecast: formatYuan(forecast),
  });
}

/** Returns the model's price and the accuracy of its token estimates. */
function modelLine({ model, price, estimateError }: MeterReading): string {
  const line = priceLine(model, price);
  if (estimateError === undefined) return line;
  const percent = String(Math.round(100 * estimateError));
  return vscode.l10n.t('{line}; token estimates were {percent}% off recently', { line, percent });
}

function priceLine(model: string, price: ModelPrice | undefined): string {
  if (price === undefined) return vscode.l10n.t('{model}: price unknown', { model });
  if (price.isFlat) return vscode.l10n.t('{model}: flat plan, no charge per token', { model });
  if (isFree(price)) return vscode.l10n.t('{model}: free of charge', { model });
  if (price.asOf === '') return vscode.l10n.t('{model}: your own prices', { model });
  return vscode.l10n.t('{model}: prices as of {date}', { model, date: price.asOf });
}

/** Explains the marks around the amounts; `undefined` without marks. */
function marksLine({ estimated, unknownPrice }: Spend): string | undefined {
  const marks = [
    estimated ? vscode.l10n.t('≈ partly estimated, because the service sent no usage') : undefined,
    unknownPrice > 0
      ? vscode.l10n.t('+ requests whose price is unknown: {count}', { count: String(unknownPrice) })
      : undefined,
  ];
  return marks.filter(mark => mark !== undefined).join(isChinese() ? '；' : '; ') || undefined;
}

function requestsText({ requests }: Spend): string {
  const count = requests.toLocaleString('en-US');
  return requests === 1 ? vscode.l10n.t('1 request') : vscode.l10n.t('{count} requests', { count });
}
