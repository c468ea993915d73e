import * as tool from '@vscode/l10n';
import bundle from '../../l10n/bundle.l10n.zh-cn.json' with { type: 'json' };

/** The part of VS Code's API that texts need. */
export const env: { language: string; remoteName: string | undefined } = { language: 'en', remoteName: undefined };

type Show = (message: string, ...buttons: string[]) => Promise<string | undefined>;

/** Messages are discarded, unless a test replaces these functions. */
export const window: { showWarningMessage: Show; showErrorMessage: Show } = {
  showWarningMessage: () => Promise.resolve(undefined),
  showErrorMessage: () => Promise.resolve(undefined),
};

class Workspace {
  readonly isTrusted = true;
}

/** A trusted workspace. */
export const workspace = new Workspace();

interface Place {
  readonly path: string;
}

/** File URIs. */
export const Uri = {
  joinPath: ({ path }: Place, ...parts: readonly string[]): Place => ({ path: [path, ...parts].join('/') }),
};

/** Translates as VS Code does. */
export const l10n = { t: tool.t };

/** Switches the language of all texts. */
export function speak(language: string): void {
  env.language = language;
  tool.config({ contents: language === 'zh-cn' ? bundle : {} });
}
