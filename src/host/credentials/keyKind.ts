import * as vscode from 'vscode';
import { KEY_VARIABLE } from './apiKeySource.ts';

/** What a person has in hand. */
export type KeyKind = 'apiKey' | 'otherKind' | 'environment' | 'none';

interface KindItem extends vscode.QuickPickItem {
  readonly keyKind: KeyKind;
}

/** Asks which kind of key there is, each explained before anything is typed. `undefined` when the person left. */
export async function pickKeyKind(host: string, isBaiduHost: boolean): Promise<KeyKind | undefined> {
  const items: KindItem[] = [
    {
      keyKind: 'apiKey',
      iconPath: new vscode.ThemeIcon('key'),
      label: vscode.l10n.t('API Key'),
      description: vscode.l10n.t('recommended'),
      detail: isBaiduHost
        ? vscode.l10n.t('Starts with bce-v3/. Qianfan console, System Management, API Key.')
        : vscode.l10n.t('The key that {host} wants, in whatever form.', { host }),
    },
    {
      keyKind: 'otherKind',
      iconPath: new vscode.ThemeIcon('arrow-swap'),
      label: vscode.l10n.t('Access Key / Secret Key, or the keys of an old application'),
      detail: vscode.l10n.t(
        'Not supported by this version. The same account makes an API Key in the console: the page is opened.',
      ),
    },
    {
      keyKind: 'environment',
      iconPath: new vscode.ThemeIcon('terminal'),
      label: vscode.l10n.t('Environment variable {name}', { name: KEY_VARIABLE }),
      detail: vscode.l10n.t('Nothing is stored. The key is read from the process VS Code runs its extensions in.'),
    },
    {
      keyKind: 'none',
      iconPath: new vscode.ThemeIcon('link-external'),
      label: vscode.l10n.t('No key yet? Open Console'),
      detail: vscode.l10n.t('Sign in, create an API Key, copy it and come back: this window waits.'),
    },
  ];
  const picked = await vscode.window.showQuickPick(isBaiduHost ? items : items.filter(isForAnyHost), {
    title: vscode.l10n.t('Set Credentials (1/2): which key do you have?'),
    placeHolder: vscode.l10n.t('It will be sent only to {host}.', { host }),
    ignoreFocusOut: true,
  });
  return picked?.keyKind;
}

/** Baidu's other kinds and its console mean nothing to other hosts. */
function isForAnyHost({ keyKind }: KindItem): boolean {
  return keyKind === 'apiKey' || keyKind === 'environment';
}
