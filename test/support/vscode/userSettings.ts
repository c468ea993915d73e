import type { VSCodeServer } from './server.ts';
import type { Workbench } from './workbench.ts';

/** VS Code's four kinds of theme: theme id, and the CSS class of the window. */
export const THEMES = {
  light: { id: 'Visual Studio Light', windowClass: 'vs' },
  dark: { id: 'Visual Studio Dark', windowClass: 'vs-dark' },
  highContrast: { id: 'Default High Contrast', windowClass: 'hc-black' },
  highContrastLight: { id: 'Default High Contrast Light', windowClass: 'hc-light' },
} as const;

let changed = 0;

/**
 * Changes user settings in an open window through its editor, as a user does, because a window of the server does not
 * notice a change of the file. Takes half the time of a reload. The previously open file is in front afterwards.
 */
export async function changeSettings(
  server: VSCodeServer,
  workbench: Workbench,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { page } = workbench;
  // The title shows that the window has applied the settings. Its later messages to the extension host arrive after
  // them.
  const title = `Settings ${++changed}`;
  await workbench.runCommand('Preferences: Open User Settings (JSON)');
  const tab = page.locator('.tab.active[data-resource-name="settings.json"]');
  await tab.waitFor();
  // The tab is active before its editor shows this file and no longer the other one.
  await page
    .locator('.editor-group-container.active .monaco-editor[data-uri$="/settings.json"] .view-line')
    .first()
    .click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(JSON.stringify(server.mergeSettings({ ...changes, 'window.title': title })));
  // The editor has automatically closed brackets and quotes after the cursor.
  await page.keyboard.press('ControlOrMeta+Shift+End');
  await page.keyboard.press('Delete');
  await page.keyboard.press('ControlOrMeta+S');
  await page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
  await workbench.runCommand('View: Close Editor');
  await tab.waitFor({ state: 'detached' });
  await page.waitForFunction(`document.title.includes(${JSON.stringify(title)})`, undefined, { polling: 50 });
}

/** Switches the theme of the window, and waits until it is applied. */
export async function switchTheme(
  server: VSCodeServer,
  workbench: Workbench,
  theme: keyof typeof THEMES,
): Promise<void> {
  const { id, windowClass } = THEMES[theme];
  await changeSettings(server, workbench, { 'workbench.colorTheme': id });
  await workbench.page.locator(`.monaco-workbench.${windowClass}`).waitFor();
}
