import * as vscode from 'vscode';
import { Emitter } from '../core/emitter.ts';
import { type SettingId, SETTINGS, type SettingValues } from './settings.ts';

const NETWORK_SETTINGS = ['proxy', 'proxySupport', 'noProxy', 'proxyStrictSSL', 'systemCertificates'];

/**
 * The user's validated settings; the only place that reads this extension's settings from VS Code. An invalid value
 * counts as not set (but see `whenBroken`) and is reported once through `onBrokenSetting`.
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

  /** Returns whether the configured value is invalid, so that a fallback applies. */
  isBroken(id: SettingId): boolean {
    const { parse }: { readonly parse: (value: unknown) => unknown } = SETTINGS[id];
    const value = configured(id);
    return value !== undefined && parse(value) === undefined;
  }

  /** Returns VS Code's own network settings (`http.*`) that affect this extension's requests, as configured. */
  network(): Readonly<Record<string, unknown>> {
    const http = vscode.workspace.getConfiguration('http');
    return Object.fromEntries(NETWORK_SETTINGS.map(name => [`http.${name}`, http.get(name)]));
  }

  /** Writes a value to the user's global settings. Rejects when VS Code cannot write the file. */
  async update<Id extends SettingId>(id: Id, value: SettingValues[Id]): Promise<void> {
    await vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global);
  }

  #readAll(): SettingValues {
    const ids = Object.keys(SETTINGS) as SettingId[];
    return Object.freeze(Object.fromEntries(ids.map(id => [id, this.#read(id)]))) as unknown as SettingValues;
  }

  #read(id: SettingId): unknown {
    const setting = SETTINGS[id];
    const value = configured(id);
    if (value === undefined) return setting.default;
    const parsed = setting.parse(value);
    if (parsed !== undefined) return parsed;
    if (!this.#reported.has(id)) {
      this.#reported.add(id);
      // Deferred: during activation there are no listeners yet, and reading a setting should not show messages.
      queueMicrotask(() => this.#broken.fire(id));
    }
    return 'whenBroken' in setting ? setting.whenBroken : setting.default;
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}

/** Returns the value that counts, not validated; `undefined` when the setting has its default. */
function configured(id: SettingId): unknown {
  const written = vscode.workspace.getConfiguration().inspect(id);
  // A repository must not be able to send a key elsewhere or raise its owner's spend, so workspace values are ignored
  // here, whatever scope VS Code applies to a setting.
  const own = written?.globalValue;
  const shared = written?.workspaceFolderValue ?? written?.workspaceValue;
  return 'workspaceMaySet' in SETTINGS[id] ? (shared ?? own) : own;
}

/** Returns whether the user hides files through `files.exclude`, beyond VS Code's defaults. */
export function hidesOwnFiles(uri: vscode.Uri): boolean {
  const setting = vscode.workspace.getConfiguration('files', uri).inspect<Record<string, unknown>>('exclude');
  const { defaultValue = {}, globalValue, workspaceValue, workspaceFolderValue } = setting ?? {};
  const own = Object.entries({ ...globalValue, ...workspaceValue, ...workspaceFolderValue });
  return own.some(([pattern, value]) => value !== false && defaultValue[pattern] !== value);
}

/** Returns the encoding for new files, from `files.encoding`. */
export function newFileEncoding(uri: vscode.Uri): string {
  return vscode.workspace.getConfiguration('files', uri).get<string>('encoding', 'utf8');
}

/** Returns the user's `files.associations`: language ids by file-name pattern. */
export function fileAssociations(): Readonly<Record<string, unknown>> {
  return vscode.workspace.getConfiguration('files').get<Record<string, unknown>>('associations', {});
}
