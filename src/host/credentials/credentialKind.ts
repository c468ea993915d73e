import * as vscode from 'vscode';
import type { Credential } from '../../core/auth/credential.ts';
import type { HostKind } from './credentialInput.ts';

/** What the user has: a kind of credential, another source for it, or nothing yet. */
export type CredentialChoice = Credential['kind'] | 'otherSource' | 'nothingYet';

interface ChoiceItem extends vscode.QuickPickItem {
  readonly choice: CredentialChoice;
}

/** The properties of the service that the choice depends on. */
interface AskedService {
  readonly host: string;
  readonly hostKind: HostKind;
  readonly api: 'v1' | 'v2';
}

/** Asks which kind of credential the user has, explaining each; `undefined` when the user cancels. */
export async function pickCredentialKind(service: AskedService): Promise<CredentialChoice | undefined> {
  const picked = await vscode.window.showQuickPick(itemsFor(service), {
    title: vscode.l10n.t('Set Credentials: which key do you have?'),
    placeHolder: vscode.l10n.t('Which key do you have for {host}?', { host: service.host }),
    ignoreFocusOut: true,
  });
  return picked?.choice;
}

/** Starts with the kinds that are still easy to obtain. */
function itemsFor({ host, hostKind, api }: AskedService): ChoiceItem[] {
  const isBaidu = hostKind === 'baidu';
  return [
    item('apiKey', 'key', vscode.l10n.t('API Key'), {
      description: api === 'v2' ? vscode.l10n.t('recommended') : '',
      detail: isBaidu
        ? vscode.l10n.t('Starts with bce-v3/. Qianfan console, System Management, API Key.')
        : vscode.l10n.t('The key that {host} expects, in any format.', { host }),
    }),
    iamItem(api),
    ...(isBaidu || api === 'v1' ? [appItem()] : []),
    ...(!isBaidu && api === 'v1' ? [accessCodeItem()] : []),
    ...(isBaidu ? [] : [keylessItem(host)]),
    item('otherSource', 'terminal', vscode.l10n.t('Environment variable, program or Vault'), {
      detail: vscode.l10n.t('Nothing is stored: the credentials are read when they are needed.'),
    }),
    ...(isBaidu ? [nothingYetItem()] : []),
  ];
}

function iamItem(api: 'v1' | 'v2'): ChoiceItem {
  return item('iam', 'organization', 'Access Key / Secret Key (IAM)', {
    description: 'AK/SK',
    detail:
      api === 'v2'
        ? vscode.l10n.t('Exchanged for short-lived API keys. Console, Security Authentication.')
        : vscode.l10n.t('Signs each request; the Secret Key itself is sent nowhere. Console, Security Authentication.'),
  });
}

function appItem(): ChoiceItem {
  return item('app', 'history', vscode.l10n.t('App API Key + Secret Key (old)'), {
    detail: vscode.l10n.t('V1 only. Baidu announced the end of V1 for 2026-08-31; for private deployments and relays.'),
  });
}

function accessCodeItem(): ChoiceItem {
  return item('accessCode', 'shield', vscode.l10n.t('Access code of a private deployment'), {
    detail: vscode.l10n.t('V1 only. Whoever runs the deployment provides it.'),
  });
}

function keylessItem(host: string): ChoiceItem {
  return item('none', 'circle-slash', vscode.l10n.t('No key'), {
    detail: vscode.l10n.t('{host} needs no key, as is usual on this computer. Nothing is charged.', {
      host,
    }),
  });
}

function nothingYetItem(): ChoiceItem {
  return item('nothingYet', 'link-external', vscode.l10n.t('No key yet? Open Console'), {
    detail: vscode.l10n.t('Sign in, create an API Key, copy it and come back: this window waits.'),
  });
}

function item(
  choice: CredentialChoice,
  icon: string,
  label: string,
  more: Pick<vscode.QuickPickItem, 'description' | 'detail'>,
): ChoiceItem {
  return { choice, label, iconPath: new vscode.ThemeIcon(icon), ...more };
}

/** Returns the display name of a kind. */
export function kindName(kind: Credential['kind']): string {
  switch (kind) {
    case 'apiKey':
      return vscode.l10n.t('API Key');
    case 'iam':
      return 'Access Key / Secret Key';
    case 'app':
      return vscode.l10n.t('App API Key + Secret Key (old)');
    case 'accessCode':
      return vscode.l10n.t('Access code of a private deployment');
    case 'none':
      return vscode.l10n.t('No key');
  }
}
