/** Characters that occur in formulas but not in prose. */
const SIGNS = /[\\^_=+*/<>{}|!≤≥≠≈±×÷∑∏∫√∞∈→∀∃°′-]/u;

/** A price, a range of prices, or a number of items, followed by words. */
const PRICE = /^\d[\d,.]*(?:\s*[-–~]\s*\d[\d,.]*)?\s*(?:[,;:，。；：、]|\s\p{L}{2,}|[\p{Script=Han}])/u;

/** Letters of scripts that formulas do not use outside of `\text{…}` and similar commands. */
const PROSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Two words in a row. */
const WORDS = /(?<![\\\p{L}])\p{L}{3,}\s+\p{L}{2,}(?!\p{L})/u;

/** Returns whether the text between two single dollar signs is a formula rather than prose between two prices. */
export function looksLikeMath(content: string): boolean {
  if (PRICE.test(content)) return false;
  const bare = content.replace(/\\(?:text|mathrm|textbf|textit|mbox|operatorname)\s*\{[^{}]*\}/g, '\\x');
  if (PROSE.test(bare)) return false;
  if (WORDS.test(bare) && !/[\\^_={}]/.test(bare)) return false;
  return SIGNS.test(bare) || !/\s/.test(bare.trim());
}
