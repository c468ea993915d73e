import { fitCode } from '../fitCode.ts';
import { linesOf, usualEnd } from '../textLines.ts';
import { proposedHunks, type Proposed } from './hunks.ts';
import { lineChanges } from './lineChanges.ts';

/** A part of a text, in UTF-16 units. */
export interface EditPlace {
  readonly before: string;
  readonly start: number;
  readonly end: number;
}

/** What code of an answer changes where it takes the place of a part of a text: with the indentation and the last line break of that. */
export function proposedEdit(place: EditPlace, code: string): Proposed {
  const { before, start, end } = place;
  return proposedHunks(before, start, end, fitted(place, code), usualEnd(before));
}

/** Lines that are looked at behind those that were written: what stands there may follow. */
const LOOK_AHEAD = 60;

/**
 * The text as it is while the code is written: what was written stands for what it changes, and below it is still the old text.
 *
 * @param code the whole lines that were written.
 */
export function textSoFar(place: EditPlace, code: string): string {
  const { before, start, end } = place;
  if (code === '') return before;
  const all = linesOf(before.slice(start, end));
  const lines = linesOf(fitted(place, code).replace(/\n*$/, '\n'));
  const old = all.slice(0, lines.length + LOOK_AHEAD);
  const last = lineChanges(old, lines).at(-1);
  let next = old.length;
  // The last difference may be that the rest is not written yet: each line that was written there stands for one of them.
  if (last?.oldEnd === old.length) next = Math.min(last.oldEnd, last.oldStart + last.newEnd - last.newStart);
  const written = lines.join('').replaceAll('\n', usualEnd(before));
  return before.slice(0, start) + written + all.slice(next).join('') + before.slice(end);
}

/** The code in the form of what it stands for, with line feeds. */
function fitted({ before, start, end }: EditPlace, code: string): string {
  if (code.trim() === '') return '';
  const old = before.slice(start, end);
  const beside = /[^\r\n]*$/.exec(before.slice(0, start))?.[0] ?? '';
  const text = fitCode(code, old, beside);
  if (old !== '') return text;
  // Nothing is replaced: the code gets lines of its own, except in the middle of a line.
  const isAfterCode = beside.trim() !== '';
  const isBeforeCode = /^[^\r\n]*\S/.test(before.slice(end));
  if (isAfterCode) return isBeforeCode ? text : `\n${text}`;
  if (isBeforeCode) return `${text}\n${beside}`;
  return end === before.length ? `${text}\n` : text;
}
