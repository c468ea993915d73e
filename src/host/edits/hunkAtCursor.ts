import * as vscode from 'vscode';
import { placesInProposed, type Proposed, proposedText } from '../../core/code/edit/hunks.ts';
import type { SmallEdit } from '../../core/code/smallestEdit.ts';
import { positionsIn } from '../../core/code/textLines.ts';
import type { ShownEdit } from './shownEdit.ts';
import type { ShownEdits } from './shownEdits.ts';

/** Returns the hunk at the cursor, on either side of the diff, or else the nearest one. */
export function hunkAtCursor(edit: ShownEdit): SmallEdit | undefined {
  const { proposed } = edit;
  const editor = vscode.window.activeTextEditor;
  if (proposed === undefined || editor === undefined) return proposed?.hunks[0];
  const isRight = isShownIn(edit, editor);
  const line = editor.selection.active.line;
  let nearest = 0;
  let least = Infinity;
  for (const [index, { start, end }] of (isRight ? rangesInProposed(proposed) : rangesInFile(proposed)).entries()) {
    const distance = Math.max(start.line - line, line - end.line, 0);
    if (distance < least) [nearest, least] = [index, distance];
  }
  return proposed.hunks[nearest];
}

/** Waits until the proposed text is shown, then moves the cursor to the first hunk after `from`, or else the first. */
export async function showNext(edits: ShownEdits, edit: ShownEdit, from: number): Promise<void> {
  const { proposed } = edit;
  if (!(await edits.whenShown(edit)) || edit.proposed !== proposed) return;
  const editor = vscode.window.visibleTextEditors.find(each => isShownIn(edit, each));
  if (proposed === undefined || editor === undefined) return;
  const next = placesInProposed(proposed).findIndex(({ start }) => start >= from);
  const range = rangesInProposed(proposed)[Math.max(0, next)];
  if (range === undefined) return;
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Returns the ranges of the hunks in the proposed text. */
export function rangesInProposed(proposed: Proposed): readonly vscode.Range[] {
  const text = proposedText(proposed);
  // A hunk that ends with a line break does not extend to the next line.
  const lastOf = (start: number, end: number): number =>
    end > start && /[\r\n]/.test(text[end - 1] ?? '') ? end - 1 : end;
  return rangesOf(
    text,
    placesInProposed(proposed).map(({ start, end }) => ({ start, end: lastOf(start, end) })),
  );
}

function rangesInFile({ before, hunks }: Proposed): readonly vscode.Range[] {
  return rangesOf(before, hunks);
}

function rangesOf(text: string, places: readonly Pick<SmallEdit, 'start' | 'end'>[]): readonly vscode.Range[] {
  const positionOf = positionsIn(text);
  return places.map(({ start, end }) => {
    const [first, last] = [positionOf(start), positionOf(end)];
    return new vscode.Range(first.line, first.character, last.line, last.character);
  });
}

function isShownIn({ shown }: ShownEdit, { document }: vscode.TextEditor): boolean {
  return document.uri.toString() === shown.toString();
}
