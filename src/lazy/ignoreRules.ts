import ignore from 'ignore';

/** The exports of this file, which is a separate bundle loaded on demand. */
export interface IgnoreRulesPart {
  readonly ignoreRules: (text: string) => IgnoreRules;
}

/** The rules of one `.gitignore`. Paths are relative to its folder, with slashes; those of folders end with one. */
export interface IgnoreRules {
  test(path: string): { readonly ignored: boolean; readonly unignored: boolean };
}

/** Parses the text of a `.gitignore`. */
export const ignoreRules: IgnoreRulesPart['ignoreRules'] = text => ignore().add(text);
