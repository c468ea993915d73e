import * as vscode from 'vscode';

/** Pages of Baidu AI Cloud's console. */
export const CONSOLE_PAGES = {
  home: 'https://console.bce.baidu.com/qianfan/overview',
  apiKeys: 'https://console.bce.baidu.com/iam/#/iam/apikey/list',
  accessKeys: 'https://console.bce.baidu.com/iam/#/iam/accesslist',
  billing: 'https://console.bce.baidu.com/billing/#/account/overview',
} as const;

/** Opens a page in the user's browser. */
export async function openPage(url: string): Promise<void> {
  await vscode.env.openExternal(vscode.Uri.parse(url, true));
}
