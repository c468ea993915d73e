import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { attachmentView } from '../chat/attachmentView.ts';
import { attachedFile } from './attachedFile.ts';
import type { TextDocuments } from './textDocuments.ts';

/**
 * Shows an attachment: in its file while that still contains the text, else as a document with the attached text, which
 * is what is sent.
 */
export async function openAttachment(attachment: Attachment, documents: TextDocuments): Promise<void> {
  const { id, kind, text, startLine, languageId } = attachment;
  const isOfFile = kind === undefined || kind === 'file' || kind === 'symbol';
  const file = isOfFile ? attachedFile(attachment) : undefined;
  const document = file && (await opened(file));
  const range = document && placeOf(document, text, startLine);
  if (document !== undefined && range !== undefined) {
    await vscode.window.showTextDocument(document, {
      preview: true,
      ...(kind !== 'file' && { selection: range }),
    });
    return;
  }
  const language = kind === 'folder' ? 'markdown' : languageId === '' ? 'plaintext' : languageId;
  await documents.show(attachmentView(attachment).label, id, text, await known(language));
}

async function opened(file: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(file);
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** Finds the text in its document, preferably at or after its original line; `undefined` when it is gone. */
function placeOf(document: vscode.TextDocument, text: string, startLine: number): vscode.Range | undefined {
  const all = document.getText();
  const line = Math.min(startLine - 1, document.lineCount - 1);
  const near = all.indexOf(text, document.offsetAt(new vscode.Position(line, 0)));
  const at = near < 0 ? all.indexOf(text) : near;
  return at < 0 ? undefined : new vscode.Range(document.positionAt(at), document.positionAt(at + text.length));
}

async function known(languageId: string): Promise<string> {
  return (await vscode.languages.getLanguages()).includes(languageId) ? languageId : 'plaintext';
}
