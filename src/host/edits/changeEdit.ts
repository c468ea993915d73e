import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { editPrompt } from '../../core/conversation/editPrompts.ts';
import { attachmentOf } from '../commands/pickCode.ts';
import { QuestionInput } from '../commands/questionInput.ts';
import type { EditParts } from './editParts.ts';
import type { ShownEdit } from './shownEdit.ts';
import { tellWriting } from './tellWriting.ts';
import { editQuestion, type EditQuestion, writeEdit } from './writeEdit.ts';

/** Creates the command that regenerates a shown edit with a follow-up instruction. */
export function changeEdit(
  parts: EditParts,
  onChanged: (edit: ShownEdit) => Promise<void>,
): (edit: ShownEdit) => Promise<void> {
  const { edits, costText, unsent, clock, replyLanguage } = parts;
  const input = new QuestionInput(unsent, clock);
  return async edit => {
    if (isBusy(edit)) {
      tellWriting();
      return;
    }
    const document = edit.isNew ? undefined : await vscode.workspace.openTextDocument(edit.file);
    const isAsShown = (): boolean => document === undefined || document.getText() === edit.target.before;
    if (!isAsShown()) return onChanged(edit);
    // Evaluated late, so that hunks accepted or rejected while the instruction is typed are included.
    const now = (): Attachment[] => (document !== undefined && edit.isDecided ? [codeIn(document, edit)] : []);
    const question = (typed: string): EditQuestion => ({
      ...edit.order,
      typed,
      prompt: editPrompt(typed, replyLanguage()),
      attachments: now(),
      earlier: edit.earlier,
    });
    const typed = await input.ask(
      vscode.l10n.t('Change the instruction for {name}', { name: edit.name }),
      text => costText(editQuestion(question(text))),
      vscode.l10n.t('What should be different?'),
    );
    if (typed === undefined || !edits.isOpen(edit)) return;
    if (isBusy(edit)) {
      tellWriting();
      return;
    }
    if (!isAsShown()) return onChanged(edit);
    await writeEdit(parts, edit, question(typed));
  };
}

function isBusy({ proposed, isDeciding }: ShownEdit): boolean {
  return proposed === undefined || isDeciding;
}

/** Returns the edit's target range with the file's current code. */
function codeIn(document: vscode.TextDocument, { target: { before, start, end } }: ShownEdit): Attachment {
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  return attachmentOf(document, range, before.slice(start, end));
}
