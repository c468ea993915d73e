import { findCode, type CodePlace } from './findCode.ts';
import { fitCode } from './fitCode.ts';
import { smallestEdit, type SmallEdit } from './smallestEdit.ts';

/** Code that shall stand for a text, or for a part of it, as it was when it was asked about. */
export interface AnsweredCode {
  readonly code: string;
  /** Counted from 0, `endLine` not included; the whole text where missing. */
  readonly lines?: { readonly startLine: number; readonly endLine: number };
  /** The text is still the one that was asked about. */
  readonly isSameText: boolean;
  /** What stood in these lines, if that is known: elsewhere it is looked for. */
  readonly original?: string;
}

/**
 * The smallest edit of a text that puts the code where it belongs, with the text's own line ends. `same`: it stands there
 * already. `changed`: what it was about is not there any more, or not known. `ambiguous`: that stands at several places.
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

/** A text with several edits; they do not overlap. */
export function withEdits(text: string, edits: readonly SmallEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of [...edits].sort((one, other) => one.start - other.start)) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** Whether two edits of a text get into each other's way, or touch, so that nobody can say which comes first. */
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
