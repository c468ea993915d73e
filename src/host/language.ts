import * as vscode from 'vscode';

/** Whether this extension's texts are Chinese now. There are texts in Simplified Chinese only; others see English. */
export function isChinese(): boolean {
  return vscode.env.language.toLowerCase() === 'zh-cn';
}
