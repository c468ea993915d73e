import * as vscode from 'vscode';
import type { Configuration } from '../configuration.ts';
import type { CredentialSource } from '../settings.ts';
import { openSourceSetting } from './credentialMessages.ts';

/**
 * Returns true when the user should type credentials. If the settings name another source, asks whether to change that;
 * for Vault, the user can set the token instead.
 */
export async function wantsToType(
  configuration: Configuration,
  storeVaultToken: (token: string) => Promise<void>,
): Promise<boolean> {
  const source = configuration.get('wenxin.credentialSource');
  if (source === 'secretStorage') return true;
  const type = vscode.l10n.t('Enter a Key Instead');
  const token = vscode.l10n.t('Set Vault Token...');
  const settings = vscode.l10n.t('Open Settings');
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t('The key comes from {source}, as the setting wenxin.credentialSource says.', {
      source: sourceName(source),
    }),
    type,
    ...(source === 'vault' ? [token] : []),
    settings,
  );
  if (choice === settings) await openSourceSetting();
  if (choice === token) await askForVaultToken(storeVaultToken);
  if (choice !== type) return false;
  await configuration.update('wenxin.credentialSource', 'secretStorage');
  return true;
}

async function askForVaultToken(store: (token: string) => Promise<void>): Promise<void> {
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Token for Vault'),
    prompt: vscode.l10n.t('Kept encrypted by VS Code and sent only to Vault. Empty: the variable VAULT_TOKEN is used.'),
    password: true,
    ignoreFocusOut: true,
  });
  if (typed !== undefined) await store(typed.trim());
}

/** Returns the name of a source other than the secret storage, for use within a sentence. */
export function sourceName(source: Exclude<CredentialSource, 'secretStorage'>): string {
  switch (source) {
    case 'environment':
      return vscode.l10n.t('environment variables');
    case 'command':
      return vscode.l10n.t('a program');
    case 'vault':
      return 'HashiCorp Vault';
  }
}
