import * as vscode from 'vscode';
import { type AccountList, accountNamed } from '../../core/auth/account.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Configuration } from '../configuration.ts';
import type { Accounts } from './accounts.ts';
import { sourceName } from './otherSource.ts';

/** Deletes the current account after asking. Credentials from another source are not managed by this extension. */
export async function clearCredentials(
  accounts: Accounts,
  configuration: Configuration,
  logger: Logger,
): Promise<void> {
  const source = configuration.get('wenxin.credentialSource');
  if (source !== 'secretStorage') {
    tell(
      vscode.l10n.t('The key comes from {source}, so there is nothing to clear here.', { source: sourceName(source) }),
    );
    return;
  }
  const list = await accounts.list().catch((error: unknown) => {
    // Unreadable accounts can perhaps still be deleted.
    logger.warn(`The accounts cannot be read: ${describeError(error)}`);
    return undefined;
  });
  const account = list && accountNamed(list);
  if (list !== undefined && account === undefined) {
    tell(vscode.l10n.t('There is no key to clear.'));
    return;
  }
  const clear = vscode.l10n.t('Clear Key');
  const choice = await vscode.window.showWarningMessage(
    question(list),
    {
      modal: true,
      detail: vscode.l10n.t('It was set for {hosts}. Conversations and spend records are kept.', {
        hosts: account?.origins.map(origin => new URL(origin).host).join(', ') || '—',
      }),
    },
    clear,
  );
  if (choice !== clear) return;
  try {
    await (account === undefined ? accounts.removeAll() : accounts.remove(account.name));
    tell(vscode.l10n.t('The key is cleared.'));
  } catch (error) {
    logger.error(`The key cannot be cleared: ${describeError(error)}`);
    void vscode.window.showErrorMessage(
      vscode.l10n.t('The secret storage of VS Code does not answer, so the key is not cleared.'),
    );
  }
}

function question(list: AccountList | undefined): string {
  return list !== undefined && list.accounts.length > 1
    ? vscode.l10n.t('Clear the stored key of the account “{name}”?', { name: list.current })
    : vscode.l10n.t('Clear the stored key?');
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}
