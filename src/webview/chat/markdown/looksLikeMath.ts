/** Signs that formulas have and prose has not. */
const SIGNS = /[\\^_=+*/<>{}|!≤≥≠≈±×÷∑∏∫√∞∈→∀∃°′-]/u;

/** A price or a range of them, or a count of something, with words after it. */
const PRICE = /^\d[\d,.]*(?:\s*[-–~]\s*\d[\d,.]*)?\s*(?:[,;:，。；：、]|\s\p{L}{2,}|[\p{Script=Han}])/u;

/** Letters of a language that is not written in formulas, outside of `\text{…}` and the like. */
const PROSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Two words in a row. */
const WORDS = /(?<![\\\p{L}])\p{L}{3,}\s+\p{L}{2,}(?!\p{L})/u;

/** Whether what stands between two single dollar signs is a formula, and not prose between two prices. */
export function looksLikeMath(content: string): boolean {
  if (PRICE.test(content)) return false;
  const bare = content.replace(/\\(?:text|mathrm|textbf|textit|mbox|operatorname)\s*\{[^{}]*\}/g, '\\x');
  if (PROSE.test(bare)) return false;
  if (WORDS.test(bare) && !/[\\^_={}]/.test(bare)) return false;
  return SIGNS.test(bare) || !/\s/.test(bare.trim());
}
