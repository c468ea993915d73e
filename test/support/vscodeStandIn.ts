import * as tool from '@vscode/l10n';
import bundle from '../../l10n/bundle.l10n.zh-cn.json' with { type: 'json' };

/** The part of VS Code's interface that wording needs. */
export const env: { language: string; remoteName: string | undefined } = { language: 'en', remoteName: undefined };

type Show = (message: string, ...buttons: string[]) => Promise<string | undefined>;

/** Nobody sees anything, unless a test puts itself in the place of these. */
export const window: { showWarningMessage: Show; showErrorMessage: Show } = {
  showWarningMessage: () => Promise.resolve(undefined),
  showErrorMessage: () => Promise.resolve(undefined),
};

class Workspace {
  readonly isTrusted = true;
}

/** A folder that the person trusts. */
export const workspace = new Workspace();

interface Place {
  readonly path: string;
}

/** Where files are. */
export const Uri = {
  joinPath: ({ path }: Place, ...parts: readonly string[]): Place => ({ path: [path, ...parts].join('/') }),
};

/** Translates as VS Code does. */
export const l10n = { t: tool.t };

/** Shows everything in a language from now on. */
export function speak(language: string): void {
  env.language = language;
  tool.config({ contents: language === 'zh-cn' ? bundle : {} });
}
