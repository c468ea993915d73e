import ignore from 'ignore';

/** What this file is when it is loaded as a part of its own. */
export interface IgnoreRulesPart {
  readonly ignoreRules: (text: string) => IgnoreRules;
}

/** What one `.gitignore` says of paths below its folder, with slashes; those of folders end with one. */
export interface IgnoreRules {
  test(path: string): { readonly ignored: boolean; readonly unignored: boolean };
}

/** Reads the text of a `.gitignore`. */
export const ignoreRules: IgnoreRulesPart['ignoreRules'] = text => ignore().add(text);
