import type { IgnoreRulesPart } from '../../lazy/ignoreRules.ts';

/** Loads the implementation of Git's ignore rules, a separate file beside the extension's bundle. */
export function loadIgnoreRules(): IgnoreRulesPart {
  return require('./ignoreRules.cjs') as IgnoreRulesPart;
}
