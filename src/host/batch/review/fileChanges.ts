import * as vscode from 'vscode';
import type { Item } from '../../../core/batch/item.ts';
import type { Job } from '../../../core/batch/job.ts';
import { overlap, placeAnswer, withEdits } from '../../../core/code/placeAnswer.ts';
import type { SmallEdit } from '../../../core/code/smallestEdit.ts';
import { isAsOnDisk, type TargetFile, targetFile } from '../../editing/targetFile.ts';
import { sourceHash } from '../input/sourceText.ts';
import { type LeftOut, originalCode } from './answeredCode.ts';

/** The change of one item in its file. */
export interface ItemChange {
  readonly number: number;
  readonly customId: string;
  readonly edit: SmallEdit;
}

/** The changes of items in one file, as it was when collected. */
export interface FileChange {
  readonly file: TargetFile;
  /** The whole text at that time. */
  readonly before: string;
  readonly changes: readonly ItemChange[];
}

/** Returns a file's text with all its changes applied. */
export function changedText({ before, changes }: FileChange): string {
  return withEdits(
    before,
    changes.map(({ edit }) => edit),
  );
}

/** An item with the code of its answer. */
export interface CodeItem {
  readonly item: Item;
  readonly code: string;
}

/**
 * Returns the changes that answers make to one file, based on its current text including unsaved changes.
 *
 * @param leaveOut is called for each answer that cannot be applied; `problem` is a sentence about the file.
 */
export async function fileChanges(
  job: Job,
  address: string,
  items: readonly CodeItem[],
  leaveOut: (item: Item, why: LeftOut, problem?: string) => void,
): Promise<FileChange | undefined> {
  const uri = vscode.Uri.parse(address, true);
  const planned = new Set(items.map(({ item }) => item.source?.sha256 ?? ''));
  await openAsPlanned(uri, planned);
  const file = await targetFile(uri);
  if ('problem' in file) {
    for (const { item } of items) leaveOut(item, 'file', file.problem);
    return undefined;
  }
  // VS Code notices changes by other programs with a delay, and reloads the file then.
  const isRead = await isAsOnDisk(file.document);
  const before = file.document.getText();
  const hash = sourceHash(before);
  const changes: ItemChange[] = [];
  for (const { item, code } of items) {
    const isSameText = item.source?.sha256 === hash;
    const original = isSameText ? undefined : await originalCode(job.plan.folder, item);
    const edit = placeAnswer(before, {
      code,
      isSameText,
      ...(item.source?.lines && { lines: item.source.lines }),
      ...(original !== undefined && { original }),
    });
    const { number, customId } = item;
    if (!isRead) leaveOut(item, 'changed');
    else if (typeof edit === 'string') leaveOut(item, edit);
    else if (changes.some(other => overlap(other.edit, edit))) leaveOut(item, 'overlap');
    else changes.push({ number, customId, edit });
  }
  return changes.length === 0 ? undefined : { file, before, changes };
}

/** Opens a file in a legacy Chinese encoding as it was read for the plan; otherwise VS Code would write it wrongly. */
async function openAsPlanned(uri: vscode.Uri, planned: ReadonlySet<string>): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri).then(
    opened => opened,
    // `targetFile` reports the reason.
    () => undefined,
  );
  if (document === undefined || document.isDirty || planned.has(sourceHash(document.getText()))) return;
  if (!document.getText().includes('\ufffd')) return;
  await vscode.workspace.openTextDocument(uri, { encoding: 'gb18030' });
}
