import { estimateTokens } from '../tokens.ts';
import { cutDiff } from './cutDiff.ts';
import type { FileChange } from './fileChange.ts';
import { isGenerated } from './isGenerated.ts';
import { summaryLine, summaryLines } from './summaryLines.ts';

/** Changes as a model gets them. */
export interface Digest {
  readonly text: string;
  readonly files: number;
  /** Files of which not all changed lines are in the text: there was no room, or a program made them. */
  readonly shortened: number;
}

/** With fewer tokens a part of a diff says less than its line. */
const LEAST_PART_TOKENS = 120;

/** So much of the room may go to lines about files that are not shown. */
const SHARE_OF_LINES = 1 / 3;

/** What is between two diffs, and the head of the list. */
const SEPARATOR_TOKENS = 2;
const LIST_HEAD = 'Also changed, not shown:';

interface Shown {
  readonly change: FileChange;
  /** Empty: its line has to do. */
  readonly text: string;
}

/**
 * The changes within so many tokens. Small diffs are whole; what they leave is shared alike by the long ones, of which the
 * beginning is shown. A file whose share is too small, and one that a program made, has a line with its counts; what has
 * no lines of text or was deleted has a line that says so.
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

/** That a file is gone is all there is to say of it. */
function hasMoreLines({ content, kind }: FileChange): boolean {
  return (content === 'text' && kind !== 'deleted') || content === 'unread';
}

/** The cheapest first, so that what they do not need is there for the others. */
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
