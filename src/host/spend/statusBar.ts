import * as vscode from 'vscode';
import { formatYuan } from '../../core/money.ts';
import type { DaySpend } from '../../core/spend/attemptRows.ts';
import { COMMANDS, STATUS_BAR_ITEM } from '../ids.ts';

/** The meter: today's spend in the status bar. */
export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem(STATUS_BAR_ITEM, vscode.StatusBarAlignment.Right, 90);

  constructor() {
    this.#item.name = vscode.l10n.t('Wenxin Spend');
    this.#item.show();
  }

  /** @param asOf the day the model's price was read, as `2026-09-24`; `undefined` when its price is unknown. */
  update(today: DaySpend, model: string, asOf: string | undefined): void {
    const amount = amountText(today);
    this.#item.text = amount;
    this.#item.command = COMMANDS.openChat;
    this.#item.accessibilityInformation = {
      label: vscode.l10n.t('Wenxin: {amount} spent today, {requests}', { amount, requests: requestsText(today) }),
    };
    const lines = [
      vscode.l10n.t('Today: {amount}, {requests}', { amount, requests: requestsText(today) }),
      today.estimated ? vscode.l10n.t('≈ partly estimated, because the service sent no usage') : undefined,
      today.unknownPrice > 0
        ? vscode.l10n.t('+ requests whose price is unknown: {count}', { count: String(today.unknownPrice) })
        : undefined,
      asOf === undefined
        ? vscode.l10n.t('{model}: price unknown', { model })
        : vscode.l10n.t('{model}: prices as of {date}', { model, date: asOf }),
      vscode.l10n.t('Counts this computer only, at list price.'),
    ];
    // Text, not Markdown: a model's name comes from the settings.
    this.#item.tooltip = lines.filter(line => line !== undefined).join('\n');
  }

  /** The ledger cannot be read, so there is no amount to show. */
  showUnavailable(): void {
    this.#item.text = '¥—';
    this.#item.tooltip = vscode.l10n.t('The spend cannot be read from disk. Show Log says why.');
    this.#item.command = COMMANDS.showLog;
    this.#item.accessibilityInformation = { label: vscode.l10n.t('Wenxin: the spend cannot be read from disk') };
  }

  dispose(): void {
    this.#item.dispose();
  }
}

/** `¥0.0123`, with `≈` before an estimate and `+` after it when there is more of unknown price. */
function amountText({ amountNanoYuan, estimated, unknownPrice }: DaySpend): string {
  return `${estimated ? '≈' : ''}${formatYuan(amountNanoYuan)}${unknownPrice > 0 ? '+' : ''}`;
}

function requestsText({ requests }: DaySpend): string {
  const count = requests.toLocaleString('en-US');
  return requests === 1 ? vscode.l10n.t('1 request') : vscode.l10n.t('{count} requests', { count });
}
