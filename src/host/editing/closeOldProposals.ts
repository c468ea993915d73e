import * as vscode from 'vscode';
import { SCHEMES } from '../ids.ts';

/** Closes comparisons that VS Code opened again after a reload: what they proposed is gone. */
export function closeOldProposals(): void {
  const schemes: readonly string[] = Object.values(SCHEMES);
  const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
  const isOld = ({ input }: vscode.Tab): boolean =>
    input instanceof vscode.TabInputTextDiff && schemes.includes(input.modified.scheme);
  void vscode.window.tabGroups.close(tabs.filter(isOld));
}
