/**
 * Kinds of text that tokenizers treat differently: `han`: Chinese characters; `word`: words and names in Latin letters;
 * `mark`: punctuation, spaces and line breaks, which are frequent in code; `digit`; `other`: everything else.
 */
export const SCRIPTS = ['han', 'word', 'mark', 'digit', 'other'] as const;

export type Script = (typeof SCRIPTS)[number];

/** Estimated tokens by kind of text, in whole hundredths of a token. */
export type ScriptCounts = Readonly<Record<Script, number>>;

/** Ratio of a model's actual to the estimated tokens, by kind of text. */
export type ScriptFactors = Readonly<Record<Script, number>>;

/** Returns the sum over all kinds, in hundredths of a token. */
export function hundredthsIn(counts: ScriptCounts): number {
  return SCRIPTS.reduce((sum, script) => sum + counts[script], 0);
}

/** Returns the sum over all kinds, rounded up to whole tokens. */
export function wholeTokens(counts: ScriptCounts): number {
  return Math.ceil(hundredthsIn(counts) / 100);
}

/** Returns the same, with each kind multiplied by its factor. */
export function correctedTokens(counts: ScriptCounts, factors: ScriptFactors): number {
  const hundredths = SCRIPTS.reduce((sum, script) => sum + counts[script] * factors[script], 0);
  // Floating-point error must not round up to an additional token.
  return Math.ceil(Number((hundredths / 100).toFixed(6)));
}

/** Adds up several counts. */
export function sumOfCounts(all: readonly ScriptCounts[]): ScriptCounts {
  const sum = { han: 0, word: 0, mark: 0, digit: 0, other: 0 };
  for (const counts of all) for (const script of SCRIPTS) sum[script] += counts[script];
  return sum;
}
