import * as vscode from 'vscode';

/** Resolves as soon as there is a tab of such a name. */
export async function tabNamed(name: RegExp): Promise<void> {
  const isThere = (): boolean =>
    vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => name.test(label)));
  await new Promise<void>(resolve => {
    const look = (): void => {
      if (!isThere()) return;
      subscription.dispose();
      resolve();
    };
    const subscription = vscode.window.tabGroups.onDidChangeTabs(look);
    look();
  });
}
