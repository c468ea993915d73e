/**
 * Kinds of text that tokenizers treat differently: Chinese characters; words and names in Latin letters; punctuation,
 * blanks and line breaks, which code is full of; digits; everything else.
 */
export const SCRIPTS = ['han', 'word', 'mark', 'digit', 'other'] as const;

export type Script = (typeof SCRIPTS)[number];

/** Estimated tokens by what they are tokens of, in hundredths of a token: whole numbers. */
export type ScriptCounts = Readonly<Record<Script, number>>;

/** How many times as many tokens of each kind a model counts as were estimated. */
export type ScriptFactors = Readonly<Record<Script, number>>;

/** All kinds together, still in hundredths. */
export function hundredthsIn(counts: ScriptCounts): number {
  return SCRIPTS.reduce((sum, script) => sum + counts[script], 0);
}

/** Whole tokens, rounded up, of all kinds together. */
export function wholeTokens(counts: ScriptCounts): number {
  return Math.ceil(hundredthsIn(counts) / 100);
}

/** The same, each kind corrected by its factor. */
export function correctedTokens(counts: ScriptCounts, factors: ScriptFactors): number {
  const hundredths = SCRIPTS.reduce((sum, script) => sum + counts[script] * factors[script], 0);
  // A product of floats must not make a token out of nothing.
  return Math.ceil(Number((hundredths / 100).toFixed(6)));
}

/** The sum of several counts. */
export function sumOfCounts(all: readonly ScriptCounts[]): ScriptCounts {
  const sum = { han: 0, word: 0, mark: 0, digit: 0, other: 0 };
  for (const counts of all) for (const script of SCRIPTS) sum[script] += counts[script];
  return sum;
}
