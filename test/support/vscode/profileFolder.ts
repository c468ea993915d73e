import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Settings under which VS Code shows no tips, asks no network, and has no chat of its own beside ours. */
export const QUIET_SETTINGS: Readonly<Record<string, unknown>> = {
  // In a browser VS Code saves what was changed after a second, unasked; on a desktop it does not.
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

/** For tests: leaves undone what costs much of the processor, and what nobody looks at, as the search for open ports. */
export const THRIFTY_SETTINGS: Readonly<Record<string, unknown>> = {
  'remote.autoForwardPorts': false,
  'editor.minimap.enabled': false,
  'editor.cursorBlinking': 'solid',
};

/** Environment in which VS Code's server offers no extensions from the network. */
export const NO_MARKETPLACE = { EXTENSIONS_GALLERY: '{"serviceUrl":""}' };

/**
 * Fills the data folder of a VS Code server: user settings, and an empty Chinese language pack. With that pack VS Code
 * serves zh-cn to a browser that asks for it, so that extensions speak Chinese; VS Code's own texts stay English.
 */
export async function writeProfile(folder: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  await writeSettings(folder, settings);
  // Without this file the language is always English; without a language in it, it is that of the browser.
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

/** Sends the extension to a port where nothing listens: no test reaches the real service by mistake. */
export const NOWHERE_SETTINGS: Readonly<Record<string, unknown>> = {
  'wenxin.endpoints': [{ name: 'Nowhere', baseUrl: 'http://127.0.0.1:9/v2' }],
};
