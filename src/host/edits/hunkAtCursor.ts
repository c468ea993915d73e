import * as vscode from 'vscode';
import { type Proposed, placeInProposed } from '../../core/code/edit/hunks.ts';
import type { SmallEdit } from '../../core/code/smallestEdit.ts';
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
    const { start, end } = isRight ? placeInProposed(proposed, hunk) : hunk;
    const [first, last] = [start, end].map(offset => editor.document.positionAt(offset).line) as [number, number];
    const distance = Math.max(first - line, line - last, 0);
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
  const range = rangeInProposed(proposed, next, editor.document);
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Where a change stands in the text of the right side. */
export function rangeInProposed(proposed: Proposed, hunk: SmallEdit, document: vscode.TextDocument): vscode.Range {
  const { start, end } = placeInProposed(proposed, hunk);
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

function isShownIn({ shown }: ShownEdit, { document }: vscode.TextEditor): boolean {
  return document.uri.toString() === shown.toString();
}
