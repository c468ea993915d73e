import * as vscode from 'vscode';
import type { EditPlace } from '../../core/code/edit/newText.ts';
import { keptBytes, tellLost } from '../editing/keptBytes.ts';
import { newTarget } from '../editing/newTarget.ts';
import { targetFile } from '../editing/targetFile.ts';
import { tellUntrusted } from '../editing/tellUntrusted.ts';
import type { EditTarget, RunEdit } from './editOrder.ts';
import type { EditParts } from './editParts.ts';
import { rangeNow } from './rangeNow.ts';
import { writeEdit } from './writeEdit.ts';

/** Creates the function that runs edits. */
export function runEdit(parts: EditParts): RunEdit {
  return async order => {
    if (!parts.trustsWorkspace()) return tellUntrusted();
    const found = await placeOf(order.target);
    if (typeof found === 'string') void vscode.window.showWarningMessage(found);
    if (found === undefined || typeof found === 'string') return;
    const edit = await parts.edits.open(order, found.place, found.target);
    await writeEdit(parts, edit, order);
  };
}

/** Where an edit goes: the file's real path, and the text and range to edit. */
interface Found {
  readonly place: string;
  readonly target: EditPlace;
}

/** Locates the target; returns a sentence for the user if it is unusable, `undefined` if they were already told. */
async function placeOf(target: EditTarget): Promise<Found | string | undefined> {
  if ('newFile' in target) return placeOfNew(target.newFile);
  const file = await targetFile(target.document.uri);
  if ('problem' in file) return file.problem;
  if ((await keptBytes(file)) === 'lost') {
    await tellLost(file);
    return undefined;
  }
  const { document, name, place } = file;
  const range = rangeNow(target, document);
  if (range === undefined) return vscode.l10n.t('“{name}” was changed meanwhile; nothing was asked.', { name });
  const start = document.offsetAt(range.start);
  return { place, target: { before: document.getText(), start, end: document.offsetAt(range.end) } };
}

async function placeOfNew(uri: vscode.Uri): Promise<Found | string> {
  const file = await newTarget(uri);
  return 'problem' in file ? file.problem : { place: file.place, target: { before: '', start: 0, end: 0 } };
}
