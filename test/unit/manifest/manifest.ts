import { readText } from '../architecture/sourceFiles.ts';

/** `package.json`, as far as it is checked. */
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

/** One of the first steps that VS Code shows after the extension was installed. */
export interface WalkthroughStep {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly svg: string };
  readonly completionEvents: readonly string[];
}

/** A setting as the settings editor sees it. */
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

/** Everything the checks of the manifest look at, so that a test can give them a broken one. */
export interface ManifestFiles {
  readonly manifest: Manifest;
  readonly english: Texts;
  readonly chinese: Texts;
}

/** The manifest and its texts as they are in the repository. */
export function readManifestFiles(): ManifestFiles {
  return {
    manifest: JSON.parse(readText('package.json')) as Manifest,
    english: JSON.parse(readText('package.nls.json')) as Texts,
    chinese: JSON.parse(readText('package.nls.zh-cn.json')) as Texts,
  };
}

/** All settings of the manifest by id. */
export function settingsOf({ contributes }: Manifest): ReadonlyMap<string, SettingSchema> {
  return new Map(contributes.configuration.flatMap(({ properties }) => Object.entries(properties)));
}

/** What a text of the manifest says in a language: `%key%` looked up, anything else as it is. */
export function resolve(text: string, texts: Texts): string {
  const key = /^%(.+)%$/.exec(text)?.[1];
  return key === undefined ? text : (texts[key] ?? '');
}
