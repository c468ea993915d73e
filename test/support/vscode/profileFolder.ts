import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Settings under which VS Code shows no tips, makes no network requests, and shows no chat of its own. */
export const QUIET_SETTINGS: Readonly<Record<string, unknown>> = {
  // In a browser VS Code saves changed files automatically after a second; on a desktop it does not.
  'files.autoSave': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.editor.useModal': 'off',
  'window.autoDetectColorScheme': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'update.mode': 'none',
};

/** For tests: disables features that need much CPU time and that no test uses, such as the search for open ports. */
export const THRIFTY_SETTINGS: Readonly<Record<string, unknown>> = {
  'remote.autoForwardPorts': false,
  'editor.minimap.enabled': false,
  'editor.cursorBlinking': 'solid',
};

/** Environment in which VS Code's server offers no extensions from the network. */
export const NO_MARKETPLACE = { EXTENSIONS_GALLERY: '{"serviceUrl":""}' };

/**
 * Fills the data folder of a VS Code server: user settings, and an empty Chinese language pack. With that pack VS Code
 * serves zh-cn to a browser that requests it, so that extensions run in Chinese; VS Code's own texts stay English.
 */
export async function writeProfile(folder: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  await writeSettings(folder, settings);
  // Without this file the language is always English; if it sets no language, the browser's is used.
  await writeFile(path.join(folder, 'User/argv.json'), '{}');
  const translations = path.join(folder, 'zh-cn.json');
  await writeFile(translations, JSON.stringify({ '': [], version: '1.0.0', contents: {} }));
  const extensions = [{ extensionIdentifier: { id: 'stub.stub' }, version: '0.0.1' }];
  const pack = { hash: 'stub', label: 'zh-cn', extensions, translations: { vscode: translations } };
  await writeFile(path.join(folder, 'languagepacks.json'), JSON.stringify({ 'zh-cn': pack }));
}

/** Replaces the user settings. A window reads them when it is loaded. */
export async function writeSettings(folder: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  await mkdir(path.join(folder, 'User'), { recursive: true });
  await writeFile(path.join(folder, 'User/settings.json'), JSON.stringify(settings, undefined, 2));
}

/** Directs the extension to a port where nothing listens, so that no test reaches the real service by mistake. */
export const NOWHERE_SETTINGS: Readonly<Record<string, unknown>> = {
  'wenxin.endpoints': [{ name: 'Nowhere', baseUrl: 'http://127.0.0.1:9/v2' }],
};
