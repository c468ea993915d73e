import { findCode, type CodePlace } from './findCode.ts';
import { fitCode } from './fitCode.ts';
import { smallestEdit, type SmallEdit } from './smallestEdit.ts';

/** Code that replaces a text, or some of its lines as they were when the question was asked. */
export interface AnsweredCode {
  readonly code: string;
  /** Counted from 0, `endLine` excluded; missing for the whole text. */
  readonly lines?: { readonly startLine: number; readonly endLine: number };
  /** The text has not changed since the question. */
  readonly isSameText: boolean;
  /** The old content of these lines, if known; it is searched for if the text has changed. */
  readonly original?: string;
}

/**
 * Returns the smallest edit that inserts the code where it belongs, with the text's own line endings. `same`: the code
 * is already there. `changed`: the old content is gone or unknown. `ambiguous`: it is at several places.
 */
export function placeAnswer(
  text: string,
  { code, lines, isSameText, original }: AnsweredCode,
): SmallEdit | 'same' | 'changed' | 'ambiguous' {
  if (!isSameText && (lines === undefined || original === undefined)) return 'changed';
  const place = isSameText ? placeOfLines(text, lines) : findCode(text, original ?? '', lines?.startLine ?? 0);
  if (typeof place === 'string') return place;
  const start = offsetOf(text, place.startLine, place.startCharacter);
  const end = offsetOf(text, place.endLine, place.endCharacter);
  const before = text.slice(start, end);
  const beside = text.slice(start - place.startCharacter, start);
  const fitted = fitCode(code, before, beside).replaceAll('\n', text.includes('\r\n') ? '\r\n' : '\n');
  const edit = smallestEdit(before, fitted);
  return edit === undefined ? 'same' : { start: start + edit.start, end: start + edit.end, text: edit.text };
}

/** Applies edits that do not overlap. */
export function withEdits(text: string, edits: readonly SmallEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of [...edits].sort((one, other) => one.start - other.start)) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** Returns whether two edits overlap or touch, so that their order is not defined. */
export function overlap(one: SmallEdit, other: SmallEdit): boolean {
  return one.start <= other.end && other.start <= one.end;
}

function placeOfLines(text: string, lines: AnsweredCode['lines']): CodePlace {
  const last = text.split('\n').length - 1;
  const end = { endLine: last, endCharacter: text.length - (text.lastIndexOf('\n') + 1) };
  if (lines === undefined) return { startLine: 0, startCharacter: 0, ...end };
  const { startLine, endLine } = lines;
  const start = { startLine: Math.min(startLine, last), startCharacter: 0 };
  return endLine > last ? { ...start, ...end } : { ...start, endLine, endCharacter: 0 };
}

function offsetOf(text: string, line: number, character: number): number {
  let start = 0;
  for (let count = 0; count < line; count++) start = text.indexOf('\n', start) + 1;
  return start + character;
}
