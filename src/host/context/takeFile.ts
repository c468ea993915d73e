import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { mayTakeFrom } from '../commands/mayTakeFrom.ts';
import { attachmentOf, MAX_CHARACTERS } from '../commands/pickCode.ts';
import { fileText } from './fileText.ts';
import { takeFolder } from './takeFolder.ts';

/**
 * Returns a whole file, or the files below a folder. Returns `undefined` when nothing may or can be attached; the user
 * has been told why.
 */
export async function takeFile(uri: vscode.Uri): Promise<Attachment | undefined> {
  const taken = await fileOrReason(uri);
  if (typeof taken !== 'string') return taken;
  void vscode.window.showInformationMessage(taken);
  return undefined;
}

/** Returns the attachment, or why there is none; `undefined` when the user knows already. */
async function fileOrReason(uri: vscode.Uri): Promise<Attachment | string | undefined> {
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const stat = await vscode.workspace.fs.stat(uri).then(
    found => found,
    () => undefined,
  );
  if (stat === undefined) return vscode.l10n.t('“{name}” cannot be read.', { name });
  if (stat.type & vscode.FileType.Directory) return takeFolder(uri);
  if (stat.size > MAX_CHARACTERS) return tooMuch(name, stat.size);
  if (!(await mayTakeFrom(uri))) return undefined;
  const text = await fileText(uri).then(
    read => read,
    () => undefined,
  );
  if (text === undefined || text.includes('\0')) {
    return vscode.l10n.t('“{name}” is not text, so it cannot be attached.', { name });
  }
  if (text.trim() === '') return vscode.l10n.t('“{name}” is empty, so there is nothing to attach.', { name });
  const document = await vscode.workspace.openTextDocument(uri);
  const whole = document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
  return { ...attachmentOf(document, whole, text), kind: 'file' };
}

function tooMuch(name: string, bytes: number): string {
  return vscode.l10n.t('“{name}” has {size} MB, more than a model takes. Select the part to ask about.', {
    name,
    size: (bytes / 1e6).toFixed(1),
  });
}
