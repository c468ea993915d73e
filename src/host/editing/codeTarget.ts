import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { isMeantFor } from '../../protocol/codeLanguages.ts';
import { attachedFile } from '../context/attachedFile.ts';
import { lastEditor } from './lastEditor.ts';

/** The text that an answer's code should replace: part of a file, as it was when it was attached or picked. */
export interface CodeTarget {
  readonly uri: vscode.Uri;
  readonly text: string;
  /** Zero-based. */
  readonly startLine: number;
  readonly startCharacter?: number;
  readonly isWholeFile: boolean;
}

interface TargetItem extends vscode.QuickPickItem {
  readonly target: CodeTarget;
}

/**
 * Returns the text that an answer's code should replace. Uses the question's attachment if there is exactly one and its
 * language matches the code, so that a shell command does not replace part of a program. Otherwise the user picks from
 * the attachments and the last used editor. `undefined` when nothing was picked, or when there is nothing to pick and
 * the user was told so.
 */
export async function chooseTarget(
  attachments: readonly Attachment[],
  languageWord: string,
): Promise<CodeTarget | undefined> {
  const known = attachments.filter(attachment => attachedFile(attachment) !== undefined);
  const attached = known.flatMap(attachedItem);
  const [only, another] = attached;
  const isMeant = isMeantFor(languageWord, known[0]?.languageId ?? '');
  if (only !== undefined && another === undefined && isMeant) return only.target;
  const items = [...attached, ...editorItems()];
  if (items.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open the file to put the code into, then try again.'));
    return undefined;
  }
  const placeHolder = vscode.l10n.t('What should the code replace? You see the change before it is made.');
  return (await vscode.window.showQuickPick(items, { placeHolder, ignoreFocusOut: true }))?.target;
}

function attachedItem(attachment: Attachment): TargetItem[] {
  const uri = attachedFile(attachment);
  if (uri === undefined) return [];
  const { path, startLine, endLine } = attachment;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const lines = startLine === endLine ? String(startLine) : `${startLine}–${endLine}`;
  const target: CodeTarget = {
    uri,
    text: attachment.text,
    startLine: startLine - 1,
    isWholeFile: attachment.isWholeFile === true,
  };
  return [{ label: `${name}:${lines}`, description: path, target }];
}

function editorItems(): TargetItem[] {
  const editor = lastEditor();
  if (!editor) return [];
  const { document, selection } = editor;
  const { uri } = document;
  const description = vscode.workspace.asRelativePath(uri);
  const whole: CodeTarget = { uri, text: document.getText(), startLine: 0, isWholeFile: true };
  const items: TargetItem[] = [{ label: vscode.l10n.t('Whole File'), description, target: whole }];
  if (!selection.isEmpty) {
    const { line: startLine, character: startCharacter } = selection.start;
    const text = document.getText(selection);
    const target: CodeTarget = { uri, text, startLine, startCharacter, isWholeFile: false };
    items.unshift({ label: vscode.l10n.t('Selection'), description, target });
  }
  return items;
}
