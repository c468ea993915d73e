import * as vscode from 'vscode';
import { placeInProposed, type Proposed, proposedText } from '../../core/code/edit/hunks.ts';
import type { SmallEdit } from '../../core/code/smallestEdit.ts';
import { positionIn } from '../../core/code/textLines.ts';
import type { ShownEdit } from './shownEdit.ts';

/** The change of an edit at the cursor, on either side of the comparison, else the nearest one. */
export function hunkAtCursor(edit: ShownEdit): SmallEdit | undefined {
  const { proposed } = edit;
  const editor = vscode.window.activeTextEditor;
  if (proposed === undefined || editor === undefined) return proposed?.hunks[0];
  const isRight = isShownIn(edit, editor);
  const line = editor.selection.active.line;
  let nearest: SmallEdit | undefined;
  let least = Infinity;
  for (const hunk of proposed.hunks) {
    const { start, end } = isRight ? rangeInProposed(proposed, hunk) : rangeInFile(proposed, hunk);
    const distance = Math.max(start.line - line, line - end.line, 0);
    if (distance < least) [nearest, least] = [hunk, distance];
  }
  return nearest;
}

/** Puts the cursor on the first change behind a place of the proposed text, else on the first of all. */
export function showNext(edit: ShownEdit, from: number): void {
  const { proposed } = edit;
  const editor = vscode.window.visibleTextEditors.find(each => isShownIn(edit, each));
  if (proposed === undefined || editor === undefined) return;
  const next = proposed.hunks.find(hunk => placeInProposed(proposed, hunk).start >= from) ?? proposed.hunks[0];
  if (next === undefined) return;
  const range = rangeInProposed(proposed, next);
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Where a change stands on the right side, from its first line to its last. VS Code may not show that text yet. */
export function rangeInProposed(proposed: Proposed, hunk: SmallEdit): vscode.Range {
  const text = proposedText(proposed);
  const { start, end } = placeInProposed(proposed, hunk);
  const first = positionIn(text, start);
  // A change that ends with the end of a line shows nothing on the next one.
  const last = positionIn(text, end > start && /[\r\n]/.test(text[end - 1] ?? '') ? end - 1 : end);
  return new vscode.Range(first.line, first.character, last.line, last.character);
}

function rangeInFile({ before }: Proposed, { start, end }: SmallEdit): vscode.Range {
  const [first, last] = [positionIn(before, start), positionIn(before, end)];
  return new vscode.Range(first.line, first.character, last.line, last.character);
}

function isShownIn({ shown }: ShownEdit, { document }: vscode.TextEditor): boolean {
  return document.uri.toString() === shown.toString();
}
