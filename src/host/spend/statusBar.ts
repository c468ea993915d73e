import { hostname } from 'node:os';
import * as vscode from 'vscode';
import { formatYuan, type ModelPrice, type NanoYuan } from '../../core/money.ts';
import type { Spend } from '../../core/spend/dailyRows.ts';
import type { BudgetLevel } from '../../core/spend/budgetLevel.ts';
import type { CacheUse } from '../../core/spend/cacheUseRows.ts';
import { COMMANDS, STATUS_BAR_ITEM } from '../ids.ts';
import { isChinese } from '../language.ts';
import { cacheLine } from './cacheLine.ts';

/** Everything the meter shows. */
export interface MeterReading {
  readonly today: Spend;
  readonly month: Spend;
  /** What the month will have cost at its end; `undefined` in its first days. */
  readonly forecast: NanoYuan | undefined;
  /** `undefined` where no budget is set. */
  readonly budget: { readonly amount: NanoYuan; readonly level: BudgetLevel } | undefined;
  /** Model that will be asked next. */
  readonly model: string;
  /** Its price; `undefined` when that is unknown. */
  readonly price: ModelPrice | undefined;
  /** How today's questions were answered. */
  readonly cacheUse: CacheUse;
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
    const { today, budget } = reading;
    const amount = isPlanOnly(reading) ? vscode.l10n.t('Plan') : amountText(today);
    const isUsedUp = budget?.level === 'usedUp';
    this.#item.text =
      budget === undefined || isPlanOnly(reading) ? amount : textWithBudget(amount, budget.amount, isUsedUp);
    this.#item.command = isUsedUp ? COMMANDS.setBudget : COMMANDS.openChat;
    this.#item.backgroundColor = budget && backgroundOf(budget.level);
    this.#item.accessibilityInformation = { label: accessibleLabel(reading) };
    // Text, not Markdown: a model's name comes from the settings.
    this.#item.tooltip = tooltipLines(reading).join('\n');
  }

  /** The ledger cannot be read, so there is no amount to show. */
  showUnavailable(): void {
    this.#item.text = '¥—';
    this.#item.tooltip = vscode.l10n.t('The spend cannot be read from disk. Show Log says why.');
    this.#item.command = COMMANDS.showLog;
    this.#item.backgroundColor = undefined;
    this.#item.accessibilityInformation = { label: vscode.l10n.t('Wenxin: the spend cannot be read from disk') };
  }

  dispose(): void {
    this.#item.dispose();
  }
}

/** `¥0.0123`, with `≈` before an estimate and `+` after it when there is more of unknown price. */
function amountText({ amountNanoYuan, estimated, unknownPrice }: Spend): string {
  return `${estimated ? '≈' : ''}${formatYuan(amountNanoYuan)}${unknownPrice > 0 ? '+' : ''}`;
}

/** A flat plan pays for what is asked now, and nothing else was paid today: an amount would say nothing. */
function isPlanOnly({ price, today }: MeterReading): boolean {
  return price?.isFlat === true && today.amountNanoYuan === 0 && today.unknownPrice === 0;
}

function textWithBudget(amount: string, budget: NanoYuan, isUsedUp: boolean): string {
  const text = `${amount} / ${formatYuan(budget)}`;
  return isUsedUp ? vscode.l10n.t('{amount} Budget used up', { amount: text }) : text;
}

function backgroundOf(level: BudgetLevel): vscode.ThemeColor | undefined {
  if (level === 'within') return undefined;
  return new vscode.ThemeColor(`statusBarItem.${level === 'near' ? 'warning' : 'error'}Background`);
}

function accessibleLabel(reading: MeterReading): string {
  const { today, budget } = reading;
  const facts = { amount: amountText(today), requests: requestsText(today) };
  if (isPlanOnly(reading)) return vscode.l10n.t('Wenxin: the flat plan paid for all of today, {requests}', facts);
  if (budget === undefined) return vscode.l10n.t('Wenxin: {amount} spent today, {requests}', facts);
  const withBudget = { ...facts, budget: formatYuan(budget.amount) };
  return budget.level === 'usedUp'
    ? vscode.l10n.t('Wenxin: {amount} spent today of {budget}, {requests}. The budget is used up.', withBudget)
    : vscode.l10n.t('Wenxin: {amount} spent today of {budget}, {requests}', withBudget);
}

/** At most seven lines. */
function tooltipLines({ today, month, forecast, budget, model, price, cacheUse }: MeterReading): string[] {
  const lines = [
    todayLine(today),
    monthLine(month, forecast),
    budget &&
      vscode.l10n.t('Budget left today: {left} of {budget}', {
        left: formatYuan(Math.max(0, budget.amount - today.amountNanoYuan)),
        budget: formatYuan(budget.amount),
      }),
    cacheLine(cacheUse),
    marksLine(month),
    priceLine(model, price),
    vscode.env.remoteName === undefined
      ? vscode.l10n.t('Counts this computer only, at list price.')
      : vscode.l10n.t('Counts this computer only ({host}), at list price.', { host: hostname() }),
  ];
  return lines.filter(line => line !== undefined);
}

/** Says how many of the requests were answered as soon as any has ended. */
function todayLine(today: Spend): string {
  const facts = { amount: amountText(today), requests: requestsText(today) };
  const ended = today.answered + today.failed;
  if (ended === 0) return vscode.l10n.t('Today: {amount}, {requests}', facts);
  const percent = String(Math.floor((100 * today.answered) / ended));
  return vscode.l10n.t('Today: {amount}, {requests}, {percent}% answered', { ...facts, percent });
}

/** A forecast of nothing would only make the line longer. */
function monthLine(month: Spend, forecast: NanoYuan | undefined): string {
  const amount = amountText(month);
  if (forecast === undefined || month.amountNanoYuan === 0) return vscode.l10n.t('This month: {amount}', { amount });
  return vscode.l10n.t('This month: {amount}, about {forecast} by its end', {
    amount,
    forecast: formatYuan(forecast),
  });
}

function priceLine(model: string, price: ModelPrice | undefined): string {
  if (price === undefined) return vscode.l10n.t('{model}: price unknown', { model });
  if (price.isFlat) return vscode.l10n.t('{model}: flat plan, no charge per token', { model });
  if (isFree(price)) return vscode.l10n.t('{model}: free of charge', { model });
  if (price.asOf === '') return vscode.l10n.t('{model}: your own prices', { model });
  return vscode.l10n.t('{model}: prices as of {date}', { model, date: price.asOf });
}

function isFree({ tiers }: ModelPrice): boolean {
  return tiers.every(tier => tier.inputNanoYuan === 0 && tier.outputNanoYuan === 0);
}

/** What the marks around the amounts mean, where there are any. */
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
