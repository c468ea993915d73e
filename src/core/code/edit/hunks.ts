import { withEdits } from '../placeAnswer.ts';
import { smallestEdit, type SmallEdit } from '../smallestEdit.ts';
import { linesOf, type LineEnd } from '../textLines.ts';
import { lineChanges } from './lineChanges.ts';

/** A text and the proposed changes to it, in order. The changes do not touch each other. */
export interface Proposed {
  readonly before: string;
  readonly hunks: readonly SmallEdit[];
}

/**
 * Computes the changes that replace a part of a text. Unchanged lines keep their line endings; new lines get `lineEnd`.
 *
 * @param start where in `before` the part begins.
 * @param end where it ends.
 */
export function proposedHunks(before: string, start: number, end: number, fresh: string, lineEnd: LineEnd): Proposed {
  const old = linesOf(before.slice(start, end));
  const lines = linesOf(fresh);
  const hunks: SmallEdit[] = [];
  let at = start;
  let line = 0;
  for (const change of lineChanges(old, lines)) {
    for (; line < change.oldStart; line++) at += old[line]?.length ?? 0;
    const replaced = old.slice(change.oldStart, change.oldEnd).join('');
    const text = lines
      .slice(change.newStart, change.newEnd)
      .join('')
      .replace(/\r\n|\r|\n/g, lineEnd);
    const edit = smallestEdit(replaced, text);
    if (edit !== undefined) hunks.push({ start: at + edit.start, end: at + edit.end, text: edit.text });
  }
  return { before, hunks };
}

/** Returns the text with all changes applied. */
export function proposedText({ before, hunks }: Proposed): string {
  return withEdits(before, hunks);
}

/** Returns the text with some changes applied, and the remaining changes. */
export function afterAccepting({ before, hunks }: Proposed, accepted: readonly SmallEdit[]): Proposed {
  const isAccepted = (hunk: SmallEdit): boolean => accepted.includes(hunk);
  let shift = 0;
  const left: SmallEdit[] = [];
  for (const hunk of hunks) {
    if (isAccepted(hunk)) shift += hunk.text.length - (hunk.end - hunk.start);
    else left.push({ ...hunk, start: hunk.start + shift, end: hunk.end + shift });
  }
  return { before: withEdits(before, hunks.filter(isAccepted)), hunks: left };
}

/** Removes a change. */
export function afterRejecting({ before, hunks }: Proposed, rejected: SmallEdit): Proposed {
  return { before, hunks: hunks.filter(hunk => hunk !== rejected) };
}

/** A range of a text, in UTF-16 units. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/** Returns the range of a change in the text with all changes applied. */
export function placeInProposed(proposed: Proposed, wanted: SmallEdit): Place {
  const place = placesInProposed(proposed)[proposed.hunks.indexOf(wanted)];
  return place ?? { start: wanted.start, end: wanted.start + wanted.text.length };
}

/** Like `placeInProposed`, for all changes. */
export function placesInProposed({ hunks }: Proposed): readonly Place[] {
  let shift = 0;
  return hunks.map(({ start, end, text }) => {
    const place = { start: start + shift, end: start + shift + text.length };
    shift += text.length - (end - start);
    return place;
  });
}

/** Returns how many lines a change covers, before and after it. If it changes parts of lines, the whole lines count. */
export function lineCounts(
  { before }: Proposed,
  { start, end, text }: SmallEdit,
): { readonly before: number; readonly after: number } {
  const beside = /[^\r\n]*$/.exec(before.slice(0, start))?.[0] ?? '';
  const behind = /^[^\r\n]*(?:\r\n|\r|\n)?/.exec(before.slice(end))?.[0] ?? '';
  const isWhole = (part: string): boolean => part === '' || behind === '' || /[\r\n]$/.test(part);
  const rest = beside === '' && isWhole(before.slice(start, end)) && isWhole(text) ? '' : behind;
  const count = (part: string): number => linesOf(beside + part + rest).length;
  return { before: count(before.slice(start, end)), after: count(text) };
}
