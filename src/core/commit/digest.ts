import { estimateTokens } from '../tokens.ts';
import { cutDiff } from './cutDiff.ts';
import type { FileChange } from './fileChange.ts';
import { isGenerated } from './isGenerated.ts';
import { summaryLine, summaryLines } from './summaryLines.ts';

/** Changes as they are sent to the model. */
export interface Digest {
  readonly text: string;
  readonly files: number;
  /** Number of files whose diff is not complete, for lack of space or because they are generated. */
  readonly shortened: number;
}

/** A shorter part of a diff says less than the summary line. */
const LEAST_PART_TOKENS = 120;

/** Maximum share of the budget for summary lines. */
const SHARE_OF_LINES = 1 / 3;

/** Tokens between two diffs, and the heading of the list. */
const SEPARATOR_TOKENS = 2;
const LIST_HEAD = 'Also changed, not shown:';

interface Shown {
  readonly change: FileChange;
  /** Empty if only the summary line is shown. */
  readonly text: string;
}

/**
 * Summarises changes within a token budget. Small diffs are complete; the rest of the budget is shared equally by the
 * long ones, which are cut at the end. A file whose share is too small, or that is generated, gets a line with its
 * counts; a binary or deleted file gets a line that says so.
 */
export function digest(changes: readonly FileChange[], budgetTokens: number): Digest {
  const readable = changes.filter(change => isReadable(change) && !isGenerated(change));
  const others = changes.filter(change => !readable.includes(change));
  const forLines = Math.floor(budgetTokens * SHARE_OF_LINES);
  const spent = Math.min(forLines, tokensOf(others.map(summaryLine).join('\n')) + tokensOf(LIST_HEAD));
  const shown = shareOut(readable, budgetTokens - spent);
  const texts = new Map(shown.map(({ change, text }) => [change, text]));
  const diffs = changes.map(change => texts.get(change) ?? '').filter(text => text !== '');
  const listed = changes.filter(change => (texts.get(change) ?? '') === '');
  const left = budgetTokens - diffs.reduce((sum, text) => sum + tokensOf(text) + SEPARATOR_TOKENS, 0);
  const lines = summaryLines(listed, Math.max(0, left - tokensOf(LIST_HEAD)));
  return {
    text: [...diffs, ...(lines === '' ? [] : [`${LIST_HEAD}\n${lines}`])].join('\n'),
    files: changes.length,
    shortened: changes.filter(change => hasMoreLines(change) && texts.get(change) !== change.diff).length,
  };
}

function isReadable({ content, kind, diff }: FileChange): boolean {
  return content === 'text' && kind !== 'deleted' && diff !== '';
}

/** For a deleted file, the summary line says everything. */
function hasMoreLines({ content, kind }: FileChange): boolean {
  return (content === 'text' && kind !== 'deleted') || content === 'unread';
}

/** Distributes tokens, cheapest file first, so that the others get what it does not need. */
function shareOut(changes: readonly FileChange[], tokens: number): Shown[] {
  const byCost = changes
    .map(change => ({ change, cost: tokensOf(change.diff) + SEPARATOR_TOKENS }))
    .sort((one, other) => one.cost - other.cost);
  let left = tokens;
  return byCost.map(({ change, cost }, index) => {
    const share = Math.floor(left / (byCost.length - index));
    const text = cost <= share ? change.diff : share < LEAST_PART_TOKENS ? '' : cutDiff(change.diff, share);
    left -= text === '' ? tokensOf(summaryLine(change)) + 1 : tokensOf(text) + SEPARATOR_TOKENS;
    return { change, text };
  });
}

function tokensOf(text: string): number {
  return estimateTokens(text);
}
