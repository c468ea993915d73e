import type { IgnoreRulesPart } from '../../lazy/ignoreRules.ts';

/** Loads the part that knows Git's rules for ignored files. It stands beside the extension's bundle. */
export function loadIgnoreRules(): IgnoreRulesPart {
  return require('./ignoreRules.cjs') as IgnoreRulesPart;
}
