import { diffArrays } from 'diff';
import { withoutEnd } from '../textLines.ts';

/** A range of lines that replaces another, counted from 0, ends excluded. One of the two may be empty. */
export interface LineChange {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** With more differences, comparing takes too long; everything from the first to the last one counts as changed. */
const MOST_DIFFERENCES = 3_000;

/**
 * Computes where two lists of lines differ, in order; there is at least one common line between two changes. Lines that
 * differ only in the kind of line ending are equal; a line with an ending and one without are not.
 */
export function lineChanges(old: readonly string[], fresh: readonly string[]): readonly LineChange[] {
  const least = Math.min(old.length, fresh.length);
  let head = 0;
  while (head < least && isSame(old[head] ?? '', fresh[head] ?? '')) head++;
  let tail = 0;
  while (tail < least - head && isSame(old[old.length - 1 - tail] ?? '', fresh[fresh.length - 1 - tail] ?? '')) tail++;
  const oldEnd = old.length - tail;
  const newEnd = fresh.length - tail;
  if (head === oldEnd && head === newEnd) return [];
  const parts = diffArrays(old.slice(head, oldEnd), fresh.slice(head, newEnd), {
    comparator: isSame,
    maxEditLength: MOST_DIFFERENCES,
  });
  if (parts === undefined) return [{ oldStart: head, oldEnd, newStart: head, newEnd }];
  const changes: LineChange[] = [];
  let oldAt = head;
  let newAt = head;
  let from: { readonly oldStart: number; readonly newStart: number } | undefined;
  const end = (): void => {
    if (from !== undefined) changes.push({ ...from, oldEnd: oldAt, newEnd: newAt });
    from = undefined;
  };
  for (const { added, removed, count } of parts) {
    if (added || removed) from ??= { oldStart: oldAt, newStart: newAt };
    else end();
    if (!added) oldAt += count;
    if (!removed) newAt += count;
  }
  end();
  return changes;
}

function isSame(one: string, other: string): boolean {
  const bare = withoutEnd(one);
  const otherBare = withoutEnd(other);
  return bare === otherBare && one.length > bare.length === other.length > otherBare.length;
}
