import * as vscode from 'vscode';

/** Waits until there is a tab whose label matches. */
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
