/**
 * The simulator's own tokenizer. Baidu publishes none, so any fixed rule works as long as the bill and the `usage` in
 * the response use the same one. The rule: every Han, kana or hangul character is one token; a run of other letters,
 * marks and digits is one token per four characters, rounded up; a line feed is one; other white space is free;
 * everything else (punctuation, symbols, emoji) is one token per code point.
 * No token is shorter than one UTF-8 byte, so a byte count is a safe upper bound for the tokens of a text.
 */
const TOKEN =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]|(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}])[\p{L}\p{M}\p{N}]){1,4}|\n|\S/gu;

/** Range of one token in its text, in UTF-16 code units; `end` is exclusive. */
export interface TokenSpan {
  readonly start: number;
  readonly end: number;
}

/** Returns all tokens of a text, in order. White space between tokens belongs to none of them. */
export function tokenSpans(text: string): TokenSpan[] {
  const spans: TokenSpan[] = [];
  for (const match of text.matchAll(TOKEN)) spans.push({ start: match.index, end: match.index + match[0].length });
  return spans;
}

/** Returns the number of tokens that a text is billed as. */
export function countTokens(text: string): number {
  let count = 0;
  for (const _ of text.matchAll(TOKEN)) count++;
  return count;
}
