import { estimateTokens } from '../tokens.ts';

/** Tokens for the note about the missing lines. */
const NOTE_TOKENS = 12;

/** Longer lines are cut. */
const LONGEST_LINE = 300;

/** Returns as many whole lines of a diff as fit into the tokens, with a note of how many changed lines are missing. */
export function cutDiff(diff: string, tokens: number): string {
  const lines = diff.replace(/\n$/, '').split('\n');
  const kept: string[] = [];
  let left = tokens - NOTE_TOKENS;
  for (const line of lines) {
    const short = line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
    // Estimated alone, a line may cost up to one token less than together with the line before it.
    left -= estimateTokens(short) + 1;
    if (left < 0) break;
    kept.push(short);
  }
  const missing = lines.slice(kept.length).filter(line => /^[+-]/.test(line)).length;
  return [...kept, `[${missing} more changed lines are not shown]`, ''].join('\n');
}
