import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { mayTakeFrom } from '../commands/mayTakeFrom.ts';

/** Returns the text of a file dropped from elsewhere. Its name is not a path, and no file of this computer is read. */
export async function takeText(dropped: string, text: string): Promise<Attachment | undefined> {
  const name = dropped.replace(/^.*[/\\]/, '').replace(/\p{Cc}/gu, ' ');
  if (text.trim() === '' || text.includes('\0') || text.includes('\ufffd')) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('“{name}” is not text, so it cannot be attached.', { name }),
    );
    return undefined;
  }
  if (!(await mayTakeFrom(vscode.Uri.from({ scheme: 'untitled', path: name })))) return undefined;
  const [, languageId = ''] = /\.(\w{1,12})$/.exec(name) ?? [];
  const endLine = text.replace(/\n$/, '').split('\n').length;
  return { id: randomUUID(), kind: 'file', path: name, languageId, startLine: 1, endLine, text };
}
