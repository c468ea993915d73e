import { fitCode } from '../fitCode.ts';
import { linesOf, usualEnd } from '../textLines.ts';
import { proposedHunks, type Proposed } from './hunks.ts';
import { lineChanges } from './lineChanges.ts';

/** A range of a text, in UTF-16 units. */
export interface EditPlace {
  readonly before: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Computes the changes that replace a range with code from an answer. The code gets the indentation and the final line
 * break of the range.
 */
export function proposedEdit(place: EditPlace, code: string): Proposed {
  const { before, start, end } = place;
  return proposedHunks(before, start, end, fitted(place, code), usualEnd(before));
}

/** How many old lines beyond the written ones are compared, to find where the old text continues. */
const LOOK_AHEAD = 60;

/**
 * Returns the text while the code is still being written: the written lines replace what they change, and the rest of
 * the old text follows.
 *
 * @param code the complete lines written so far.
 */
export function textSoFar(place: EditPlace, code: string): string {
  const { before, start, end } = place;
  if (code === '') return before;
  const all = linesOf(before.slice(start, end));
  const lines = linesOf(fitted(place, code).replace(/\n*$/, '\n'));
  const old = all.slice(0, lines.length + LOOK_AHEAD);
  const last = lineChanges(old, lines).at(-1);
  let next = old.length;
  // If the last change reaches the end of the compared lines, the rest may not be written yet: assume that each new
  // line replaces one old line.
  if (last?.oldEnd === old.length) next = Math.min(last.oldEnd, last.oldStart + last.newEnd - last.newStart);
  const written = lines.join('').replaceAll('\n', usualEnd(before));
  return before.slice(0, start) + written + all.slice(next).join('') + before.slice(end);
}

/** Returns the code in the form of the range it replaces, with line feeds. */
function fitted({ before, start, end }: EditPlace, code: string): string {
  if (code.trim() === '') return '';
  const old = before.slice(start, end);
  const beside = /[^\r\n]*$/.exec(before.slice(0, start))?.[0] ?? '';
  const text = fitCode(code, old, beside);
  if (old !== '') return text;
  // Nothing is replaced: the code gets lines of its own, unless it is inserted in the middle of a line.
  const isAfterCode = beside.trim() !== '';
  const isBeforeCode = /^[^\r\n]*\S/.test(before.slice(end));
  if (isAfterCode) return isBeforeCode ? text : `\n${text}`;
  if (isBeforeCode) return `${text}\n${beside}`;
  return end === before.length ? `${text}\n` : text;
}
