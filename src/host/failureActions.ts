import * as vscode from 'vscode';
import { COMMANDS } from './ids.ts';

/** What a person can do about a failure with one click. */
export type FailureActionId =
  | 'retry'
  | 'setCredentials'
  | 'openKeyPage'
  | 'openConsole'
  | 'topUp'
  | 'selectModel'
  | 'openEndpointSettings'
  | 'openTimeoutSettings'
  | 'openProxySettings'
  | 'openBrowser'
  | 'reloadWindow'
  | 'showLog';

/** Pages of Baidu AI Cloud's console. */
export const CONSOLE_PAGES = {
  home: 'https://console.bce.baidu.com/qianfan/overview',
  apiKeys: 'https://console.bce.baidu.com/iam/#/iam/apikey/list',
  billing: 'https://console.bce.baidu.com/billing/#/account/overview',
} as const;

/** What the buttons say. `retry` says Regenerate when it will leave a kept text where it is. */
export function failureActionLabel(id: FailureActionId, keepsText: boolean): string {
  switch (id) {
    case 'retry':
      return keepsText ? vscode.l10n.t('Regenerate') : vscode.l10n.t('Retry');
    case 'setCredentials':
      return vscode.l10n.t('Set Credentials...');
    case 'openKeyPage':
      return vscode.l10n.t('Open API Key Page');
    case 'openConsole':
      return vscode.l10n.t('Open Console');
    case 'topUp':
      return vscode.l10n.t('Top Up');
    case 'selectModel':
      return vscode.l10n.t('Select Model...');
    case 'openEndpointSettings':
    case 'openTimeoutSettings':
      return vscode.l10n.t('Open Settings');
    case 'openProxySettings':
      return vscode.l10n.t('Open Proxy Settings');
    case 'openBrowser':
      return vscode.l10n.t('Open Browser');
    case 'reloadWindow':
      return vscode.l10n.t('Reload Window');
    case 'showLog':
      return vscode.l10n.t('Show Log');
  }
}

/** Does what the button says. `retry` is the conversation's own business and not done here. */
export async function runFailureAction(id: Exclude<FailureActionId, 'retry'>, host: string): Promise<void> {
  switch (id) {
    case 'setCredentials':
      return vscode.commands.executeCommand(COMMANDS.setCredentials);
    case 'openKeyPage':
      return openPage(CONSOLE_PAGES.apiKeys);
    case 'openConsole':
      return openPage(CONSOLE_PAGES.home);
    case 'topUp':
      return openPage(CONSOLE_PAGES.billing);
    case 'selectModel':
      return openSettings('wenxin.model');
    case 'openEndpointSettings':
      return openSettings('wenxin.endpoints');
    case 'openTimeoutSettings':
      return openSettings('wenxin.timeouts');
    case 'openProxySettings':
      return openSettings('http.proxy');
    case 'openBrowser':
      return openPage(`https://${host}`);
    case 'reloadWindow':
      return vscode.commands.executeCommand('workbench.action.reloadWindow');
    case 'showLog':
      return vscode.commands.executeCommand(COMMANDS.showLog);
  }
}

/** Opens a page in the person's browser. */
export async function openPage(url: string): Promise<void> {
  await vscode.env.openExternal(vscode.Uri.parse(url, true));
}

async function openSettings(query: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', query);
}
