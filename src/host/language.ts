import * as vscode from 'vscode';

/**
 * Returns whether this extension's texts are in Chinese now. The only Chinese texts are Simplified; any other language
 * gets English.
 */
export function isChinese(): boolean {
  return vscode.env.language.toLowerCase() === 'zh-cn';
}
