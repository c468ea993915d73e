import * as vscode from 'vscode';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { formatYuan, nanoYuanOf } from '../../core/money.ts';
import type { Ledger } from '../../core/spend/ledger.ts';

/** Asks for today's actual spend, and books the difference. */
export async function correctTotal(ledger: Ledger, logger: Logger): Promise<void> {
  const counted = ledger.todaySpend()?.amountNanoYuan;
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t("Correct Today's Spend"),
    prompt: vscode.l10n.t("Total yuan spent today, for example from Baidu's bill. Counted so far: {amount}", {
      amount: counted === undefined ? vscode.l10n.t('unknown') : formatYuan(counted),
    }),
    ignoreFocusOut: true,
    validateInput: typed =>
      typed.trim() === '' || yuanIn(typed) !== undefined
        ? undefined
        : vscode.l10n.t('Enter an amount between 0 and 1,000,000.'),
  });
  const yuan = text === undefined ? undefined : yuanIn(text);
  if (yuan === undefined) return;
  try {
    await ledger.correctToday(nanoYuanOf(yuan));
  } catch (error) {
    logger.error(`The correction is not booked: ${describeError(error)}`);
    void vscode.window.showErrorMessage(
      vscode.l10n.t('The correction could not be written. Check the free space of the disk, then try again.'),
    );
  }
}

/** Parses an amount in yuan, with or without a currency sign. */
function yuanIn(typed: string): number | undefined {
  const text = typed.trim().replace(/^[¥￥]\s*/u, '');
  const amount = Number(text);
  return /^\d+(\.\d+)?$/.test(text) && amount <= 1_000_000 ? amount : undefined;
}
