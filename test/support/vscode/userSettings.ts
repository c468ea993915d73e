import type { VSCodeServer } from './server.ts';
import type { Workbench } from './workbench.ts';

/** The four looks VS Code has: id of the theme, and the class that it gives the window. */
export const THEMES = {
  light: { id: 'Visual Studio Light', windowClass: 'vs' },
  dark: { id: 'Visual Studio Dark', windowClass: 'vs-dark' },
  highContrast: { id: 'Default High Contrast', windowClass: 'hc-black' },
  highContrastLight: { id: 'Default High Contrast Light', windowClass: 'hc-light' },
} as const;

let changed = 0;

/**
 * Changes user settings in an open window, through its own editor as a person does: a window of the server does not notice
 * when the file changes behind its back. Takes half the time of a reload. Leaves the file that was open before in front.
 */
export async function changeSettings(
  server: VSCodeServer,
  workbench: Workbench,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { page } = workbench;
  // The window shows that it has taken the settings over. What it tells its extension host from then on, comes after them.
  const title = `Settings ${++changed}`;
  await workbench.runCommand('Preferences: Open User Settings (JSON)');
  const tab = page.locator('.tab.active[data-resource-name="settings.json"]');
  await tab.waitFor();
  await workbench.editor.active.locator('.view-line').first().click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(JSON.stringify(server.mergeSettings({ ...changes, 'window.title': title })));
  // The editor has closed brackets and quotes by itself, behind the cursor.
  await page.keyboard.press('ControlOrMeta+Shift+End');
  await page.keyboard.press('Delete');
  await page.keyboard.press('ControlOrMeta+S');
  await page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
  await workbench.runCommand('View: Close Editor');
  await tab.waitFor({ state: 'detached' });
  await page.waitForFunction(`document.title.includes(${JSON.stringify(title)})`, undefined, { polling: 50 });
}

/** Gives the window another look, and waits until it has it. */
export async function switchTheme(
  server: VSCodeServer,
  workbench: Workbench,
  theme: keyof typeof THEMES,
): Promise<void> {
  const { id, windowClass } = THEMES[theme];
  await changeSettings(server, workbench, { 'workbench.colorTheme': id });
  await workbench.page.locator(`.monaco-workbench.${windowClass}`).waitFor();
}
