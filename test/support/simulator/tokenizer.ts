/**
 * The simulator's own tokenizer. Baidu publishes none, so any fixed rule will do as
 * long as the bill and the `usage` on the wire come from the same one. The rule: every Han, kana or hangul character is
 * one token; a run of other letters, marks and digits is one token for each four characters begun; a line feed is one;
 * other white space is free; everything else (punctuation, symbols, emoji) is one token a code point.
 * No token is shorter than one UTF-8 byte, so a byte count is a safe upper bound of the tokens of a text.
 */
const TOKEN =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]|(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}])[\p{L}\p{M}\p{N}]){1,4}|\n|\S/gu;

/** Where one token lies in its text, in UTF-16 code units; `end` is exclusive. */
export interface TokenSpan {
  readonly start: number;
  readonly end: number;
}

/** Every token of a text, in order. White space between tokens belongs to none of them. */
export function tokenSpans(text: string): TokenSpan[] {
  const spans: TokenSpan[] = [];
  for (const match of text.matchAll(TOKEN)) spans.push({ start: match.index, end: match.index + match[0].length });
  return spans;
}

/** The number of tokens a text is billed as. */
export function countTokens(text: string): number {
  let count = 0;
  for (const _ of text.matchAll(TOKEN)) count++;
  return count;
}
