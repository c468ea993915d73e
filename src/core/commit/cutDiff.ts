import { estimateTokens } from '../tokens.ts';

/** What is said of the rest. */
const NOTE_TOKENS = 12;

/** Longer ones are seldom read to their end. */
const LONGEST_LINE = 300;

/** The beginning of a diff within so many tokens, in whole lines, with a note of how much is missing. */
export function cutDiff(diff: string, tokens: number): string {
  const lines = diff.replace(/\n$/, '').split('\n');
  const kept: string[] = [];
  let left = tokens - NOTE_TOKENS;
  for (const line of lines) {
    const short = line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
    // A line alone may cost less than with the one before it, never more than one token.
    left -= estimateTokens(short) + 1;
    if (left < 0) break;
    kept.push(short);
  }
  const missing = lines.slice(kept.length).filter(line => /^[+-]/.test(line)).length;
  return [...kept, `[${missing} more changed lines are not shown]`, ''].join('\n');
}
