import * as vscode from 'vscode';
import { consumerLabel } from '../spend/attributionWords.ts';
import type { UseConsent } from './useConsent.ts';

interface AccessItem extends vscode.QuickPickItem {
  readonly consumer: string;
  /** Initial state. */
  readonly picked: boolean;
}

/** Lists the extensions that were allowed or denied the key, and applies the user's changes. */
export async function manageAccess(consent: UseConsent): Promise<void> {
  const items = [...itemsOf(consent.allowed(), true), ...itemsOf(consent.denied(), false)];
  if (items.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('No other extension has used your key. When one wants to for the first time, you are asked.'),
    );
    return;
  }
  const ticked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Extensions That May Use Your Key'),
    placeHolder: vscode.l10n.t('Uncheck one to be asked when it next wants to use the key'),
    canPickMany: true,
  });
  if (ticked === undefined) return;
  for (const item of items) {
    const isTicked = ticked.includes(item);
    if (isTicked && !item.picked) consent.allow(item.consumer);
    if (!isTicked && item.picked) consent.forget(item.consumer);
  }
}

function itemsOf(consumers: readonly string[], picked: boolean): AccessItem[] {
  const described = picked ? {} : { description: vscode.l10n.t('denied until this window is reloaded') };
  return consumers.map(consumer => ({ label: consumerLabel(consumer), consumer, picked, ...described }));
}
