import * as vscode from 'vscode';
import type { Account, AccountList } from '../../core/auth/account.ts';
import type { Configuration } from '../configuration.ts';
import type { Accounts } from './accounts.ts';
import { kindName } from './credentialKind.ts';
import { sourceName } from './otherSource.ts';

interface AccountItem extends vscode.QuickPickItem {
  /** Missing for a new account. */
  readonly account?: Account;
}

/**
 * Asks for the account to use from now on, or adds one.
 *
 * @param add sets the credentials of a new account.
 */
export async function switchAccount(
  accounts: Accounts,
  configuration: Configuration,
  add: (name: string) => Promise<void>,
): Promise<void> {
  const source = configuration.get('wenxin.credentialSource');
  if (source !== 'secretStorage') {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The key comes from {source}, which has one account.', { source: sourceName(source) }),
    );
    return;
  }
  const list = await accounts.list();
  const picked = await vscode.window.showQuickPick(items(list), {
    title: vscode.l10n.t('Switch Account'),
    placeHolder: vscode.l10n.t('Account to use from now on (unless an endpoint names another)'),
    ignoreFocusOut: true,
  });
  if (picked === undefined) return;
  if (picked.account !== undefined) return accounts.switchTo(picked.account.name);
  const name = await askForName(list);
  if (name !== undefined) await add(name);
}

function items({ accounts, current }: AccountList): AccountItem[] {
  return [
    ...accounts.map(account => ({
      account,
      label: account.name,
      description: kindName(account.credential.kind),
      detail: account.origins.map(origin => new URL(origin).host).join(', '),
      iconPath: new vscode.ThemeIcon(account.name === current ? 'check' : 'blank'),
    })),
    { label: vscode.l10n.t('Add Account...'), iconPath: new vscode.ThemeIcon('add') },
  ];
}

async function askForName({ accounts }: AccountList): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Add Account'),
    prompt: vscode.l10n.t('A name of your own, for example work. Endpoints in the settings may refer to it.'),
    ignoreFocusOut: true,
    validateInput: text =>
      accounts.some(({ name }) => name === text.trim())
        ? vscode.l10n.t('There is an account of this name.')
        : undefined,
  });
  return typed?.trim() === '' ? undefined : typed?.trim();
}
