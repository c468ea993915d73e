import * as vscode from 'vscode';
import { SCHEMES } from '../ids.ts';

/** Closes diff tabs that VS Code restored after a reload; their proposals no longer exist. */
export function closeOldProposals(): void {
  const schemes: readonly string[] = Object.values(SCHEMES);
  const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
  const isOld = ({ input }: vscode.Tab): boolean =>
    input instanceof vscode.TabInputTextDiff && schemes.includes(input.modified.scheme);
  void vscode.window.tabGroups.close(tabs.filter(isOld));
}
