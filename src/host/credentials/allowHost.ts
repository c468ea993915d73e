import * as vscode from 'vscode';
import { accountNamed } from '../../core/auth/account.ts';
import type { Accounts } from './accounts.ts';

/**
 * Asks whether an account may be used at a URL whose host it was not given for, and remembers consent. Returns true
 * when it may be used now.
 *
 * @param name of the account; the current one when missing.
 */
export async function allowHost(accounts: Accounts, name: string | undefined, address: string): Promise<boolean> {
  const account = accountNamed(await accounts.list(), name);
  if (account === undefined) return false;
  const { host, origin } = new URL(address);
  const send = vscode.l10n.t('Send');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t('Send your key and questions to {host}?', { host }),
    {
      modal: true,
      detail: vscode.l10n.t(
        'This host does not belong to Baidu; whoever runs it can read both. To use another key for it, add an account and name it in wenxin.endpoints.',
      ),
    },
    send,
  );
  if (choice !== send) return false;
  await accounts.allow(account.name, origin);
  return true;
}
