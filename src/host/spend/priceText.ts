import * as vscode from 'vscode';
import type { CostRange, ExpectedCost } from '../../core/spend/expectedCost.ts';
import { formatYuanRange } from '../../core/money.ts';

/** An expected cost, or the reason why there is no amount. */
type Price = Extract<ExpectedCost['cost'], string> | Pick<CostRange, 'lowNanoYuan' | 'highNanoYuan'>;

/** Formats `¥0.0040–0.0200`, or the reason why there is no amount. */
export function priceText(cost: Price): string {
  switch (cost) {
    case 'unknown':
      return vscode.l10n.t('price unknown');
    case 'plan':
      return vscode.l10n.t('flat plan');
    case 'free':
      return vscode.l10n.t('free of charge');
    default:
      return formatYuanRange(cost.lowNanoYuan, cost.highNanoYuan);
  }
}
