import * as vscode from 'vscode';
import { Emitter } from '../core/emitter.ts';
import { type SettingId, SETTINGS, type SettingValues } from './settings.ts';

const NETWORK_SETTINGS = ['proxy', 'proxySupport', 'noProxy', 'proxyStrictSSL', 'systemCertificates'];

/**
 * The person's settings, checked. The one place that asks VS Code for them. A value that cannot be used counts as not
 * set (but see `whenBroken`), and is reported once through `onBrokenSetting`.
 */
export class Configuration implements vscode.Disposable {
  readonly #changes = new Emitter<void>();
  readonly #broken = new Emitter<SettingId>();
  readonly #reported = new Set<SettingId>();
  readonly #subscription: vscode.Disposable;
  #values: SettingValues | undefined;

  constructor() {
    this.#subscription = vscode.workspace.onDidChangeConfiguration(change => {
      if (!change.affectsConfiguration('wenxin')) return;
      this.#values = undefined;
      this.#reported.clear();
      this.#changes.fire();
    });
  }

  readonly onDidChange = this.#changes.event;
  readonly onBrokenSetting = this.#broken.event;

  get<Id extends SettingId>(id: Id): SettingValues[Id] {
    this.#values ??= this.#readAll();
    return this.#values[id];
  }

  /** Whether the person wrote a value that cannot be used, so that another holds. */
  isBroken(id: SettingId): boolean {
    const { parse }: { readonly parse: (value: unknown) => unknown } = SETTINGS[id];
    const own = vscode.workspace.getConfiguration().inspect(id)?.globalValue;
    return own !== undefined && parse(own) === undefined;
  }

  /** VS Code's own settings that decide how this extension's requests travel, as they are written. */
  network(): Readonly<Record<string, unknown>> {
    const http = vscode.workspace.getConfiguration('http');
    return Object.fromEntries(NETWORK_SETTINGS.map(name => [`http.${name}`, http.get(name)]));
  }

  /** Writes a value into the person's own settings. Rejects when VS Code cannot write the file. */
  async update<Id extends SettingId>(id: Id, value: SettingValues[Id]): Promise<void> {
    await vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global);
  }

  #readAll(): SettingValues {
    const ids = Object.keys(SETTINGS) as SettingId[];
    return Object.freeze(Object.fromEntries(ids.map(id => [id, this.#read(id)]))) as unknown as SettingValues;
  }

  #read(id: SettingId): unknown {
    const setting = SETTINGS[id];
    const written = vscode.workspace.getConfiguration().inspect(id);
    // A repository must not be able to send a key elsewhere or raise its owner's spend, so its values are not even
    // looked at, whatever VS Code makes of a setting's scope.
    const own = written?.globalValue;
    const shared = written?.workspaceFolderValue ?? written?.workspaceValue;
    const value = 'workspaceMaySet' in setting ? (shared ?? own) : own;
    if (value === undefined) return setting.default;
    const parsed = setting.parse(value);
    if (parsed !== undefined) return parsed;
    if (!this.#reported.has(id)) {
      this.#reported.add(id);
      // Not now: nobody has subscribed yet while the extension starts, and reading a setting should not show messages.
      queueMicrotask(() => this.#broken.fire(id));
    }
    return 'whenBroken' in setting ? setting.whenBroken : setting.default;
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}

/** Whether the person hides files by VS Code's own setting, beside those that it hides by itself. */
export function hidesOwnFiles(uri: vscode.Uri): boolean {
  const setting = vscode.workspace.getConfiguration('files', uri).inspect<Record<string, unknown>>('exclude');
  const { defaultValue = {}, globalValue, workspaceValue, workspaceFolderValue } = setting ?? {};
  const own = Object.entries({ ...globalValue, ...workspaceValue, ...workspaceFolderValue });
  return own.some(([pattern, value]) => value !== false && defaultValue[pattern] !== value);
}

/** What new files are written in, by VS Code's own setting. */
export function newFileEncoding(uri: vscode.Uri): string {
  return vscode.workspace.getConfiguration('files', uri).get<string>('encoding', 'utf8');
}

/** Languages that the person gives to files by their names, by VS Code's own setting: ids of languages by patterns. */
export function fileAssociations(): Readonly<Record<string, unknown>> {
  return vscode.workspace.getConfiguration('files').get<Record<string, unknown>>('associations', {});
}
