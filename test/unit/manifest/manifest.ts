import { readText } from '../architecture/sourceFiles.ts';

/** The checked fields of `package.json`. */
export interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly icon: string;
  readonly engines: { readonly vscode: string };
  readonly activationEvents: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: Contributions;
  readonly devDependencies: Readonly<Record<string, string>>;
}

export interface Contributions {
  readonly commands: readonly Command[];
  readonly viewsContainers: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
  readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon?: string }[]>>;
  readonly submenus: readonly { readonly id: string }[];
  readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
  readonly keybindings: readonly { readonly command: string; readonly when?: string }[];
  readonly walkthroughs: readonly { readonly id: string; readonly steps: readonly WalkthroughStep[] }[];
  readonly configuration: readonly { readonly properties: Readonly<Record<string, SettingSchema>> }[];
}

export interface Command {
  readonly command: string;
  readonly title: string;
  readonly category?: string;
  readonly icon?: string;
}

export interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
}

/** A step of the walkthrough that VS Code shows after installation. */
export interface WalkthroughStep {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly svg: string };
  readonly completionEvents: readonly string[];
}

/** A setting's schema for the settings editor. */
export interface SettingSchema {
  readonly scope?: string;
  readonly type: string | readonly string[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly order?: number;
  readonly description?: string;
  readonly markdownDescription?: string;
}

/** The manifest's texts of one language, by key. */
export type Texts = Readonly<Record<string, string>>;

/** All files that the manifest's checks read, so that a test can pass broken ones. */
export interface ManifestFiles {
  readonly manifest: Manifest;
  readonly english: Texts;
  readonly chinese: Texts;
}

/** Reads the manifest and its texts from the repository. */
export function readManifestFiles(): ManifestFiles {
  return {
    manifest: JSON.parse(readText('package.json')) as Manifest,
    english: JSON.parse(readText('package.nls.json')) as Texts,
    chinese: JSON.parse(readText('package.nls.zh-cn.json')) as Texts,
  };
}

/** Returns all settings of the manifest by id. */
export function settingsOf({ contributes }: Manifest): ReadonlyMap<string, SettingSchema> {
  return new Map(contributes.configuration.flatMap(({ properties }) => Object.entries(properties)));
}

/** Resolves a manifest text in a language: looks up `%key%`, and returns any other text unchanged. */
export function resolve(text: string, texts: Texts): string {
  const key = /^%(.+)%$/.exec(text)?.[1];
  return key === undefined ? text : (texts[key] ?? '');
}
