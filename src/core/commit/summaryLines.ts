import { estimateTokens } from '../tokens.ts';
import type { FileChange } from './fileChange.ts';
import { isGenerated } from './isGenerated.ts';

/** Returns a change as one line: `src/a.ts | +12 -3`. */
export function summaryLine(change: FileChange): string {
  const { path, before, kind, content, added, removed } = change;
  const name = oneLine(before === path ? path : `${before} => ${path}`);
  const facts = [
    ...(kind === 'modified' ? [] : [kind]),
    ...(content === 'binary' ? ['binary'] : []),
    ...(content === 'none' && kind === 'modified' ? ['only its mode'] : []),
    ...(content === 'text' && isGenerated(change) ? ['generated'] : []),
    ...(content === 'text' ? [counts(added, removed)] : []),
  ];
  return `${name} | ${facts.join(', ') || 'changed'}`;
}

/** Returns one line per change within the tokens. The remaining changes are counted by top-level folder. */
export function summaryLines(changes: readonly FileChange[], tokens: number): string {
  const lines: string[] = [];
  let left = tokens;
  for (const [index, change] of changes.entries()) {
    const line = summaryLine(change);
    const cost = estimateTokens(line) + 1;
    // Leave space for the line about the remaining files.
    if (left - cost < (index === changes.length - 1 ? 0 : REST_TOKENS))
      return [...lines, byFolder(changes.slice(index))].join('\n');
    lines.push(line);
    left -= cost;
  }
  return lines.join('\n');
}

/** Enough tokens for the folders that are listed. */
const REST_TOKENS = 80;
const MOST_FOLDERS = 5;
const LONGEST_FOLDER = 30;

function byFolder(changes: readonly FileChange[]): string {
  const counted = new Map<string, number>();
  for (const { path } of changes) {
    const folder = path.includes('/') ? path.slice(0, Math.min(path.indexOf('/') + 1, LONGEST_FOLDER)) : './';
    counted.set(folder, (counted.get(folder) ?? 0) + 1);
  }
  const most = [...counted].sort(([, one], [, other]) => other - one).slice(0, MOST_FOLDERS);
  const folders = most.map(([folder, files]) => `${oneLine(folder)} ${files}`);
  return `and ${changes.length} more files (${folders.join(', ')}${counted.size > MOST_FOLDERS ? ', ...' : ''})`;
}

function counts(added: number, removed: number): string {
  return [...(added > 0 ? [`+${added}`] : []), ...(removed > 0 ? [`-${removed}`] : [])].join(' ');
}

function oneLine(name: string): string {
  return name.replace(/\p{Cc}/gu, ' ');
}
