import * as vscode from 'vscode';
import { editPrompt, insertPrompt } from '../../core/conversation/editPrompts.ts';
import { tellUntrusted } from '../editing/tellUntrusted.ts';
import { targetFile } from '../editing/targetFile.ts';
import { type PickedCode, type PickPurpose, pickCode } from '../commands/pickCode.ts';
import { QuestionInput } from '../commands/questionInput.ts';
import { placeIn } from '../commands/selectionCommand.ts';
import { codeBeside } from './codeContext.ts';
import type { EditOrder, RunEdit } from './editOrder.ts';
import type { EditParts } from './editParts.ts';
import { fitsAnswer } from './fitsAnswer.ts';
import { editQuestion } from './writeEdit.ts';

/**
 * Creates the command that edits code by a typed instruction. It works on the range passed as argument, as from the
 * light bulb, or on the selection.
 */
export function askEdit(parts: EditParts, run: RunEdit): (argument?: unknown) => Promise<void> {
  const { costText, answerLimit, unsent, trustsWorkspace, clock } = parts;
  const input = new QuestionInput(unsent, clock);
  const costOf = (picked: PickedCode, typed: string): string => costText(editQuestion(orderOf(parts, picked, typed)));
  return async argument => {
    if (!trustsWorkspace()) return tellUntrusted();
    const picked = await pickCode(placeIn(argument), code => costOf(code, ''), toChange());
    if (picked === undefined) return;
    // Check before the user types and pays for anything.
    const file = await targetFile(picked.document.uri);
    if ('problem' in file) {
      void vscode.window.showWarningMessage(file.problem);
      return;
    }
    if (!(await fitsAnswer(answerLimit, 'edit', picked.attachment.text))) return;
    const placeholder = vscode.l10n.t('What should be changed?');
    const typed = await input.ask(titleOf(picked), text => costOf(picked, text), placeholder);
    if (typed !== undefined) await run(orderOf(parts, picked, typed));
  };
}

function toChange(): PickPurpose {
  return { placeHolder: vscode.l10n.t('Nothing is selected. What do you want to change?'), takesPlaces: true };
}

function titleOf({ attachment: { path, startLine, endLine, text } }: PickedCode): string {
  if (text.trim() === '') return vscode.l10n.t('New code in {path}, line {line}', { path, line: String(startLine) });
  return startLine === endLine
    ? vscode.l10n.t('Edit {path}, line {line}', { path, line: String(startLine) })
    : vscode.l10n.t('Edit {path}, lines {start}–{end}', { path, start: String(startLine), end: String(endLine) });
}

function orderOf({ replyLanguage }: EditParts, picked: PickedCode, typed: string): EditOrder {
  const { attachment, document, range, version } = picked;
  const isNew = attachment.text.trim() === '';
  const comments = replyLanguage();
  const { path, languageId } = attachment;
  return {
    feature: 'edit',
    title: vscode.l10n.t('Editing {name}', { name: path.slice(path.lastIndexOf('/') + 1) }),
    target: { document, range, code: attachment.text, version },
    typed,
    prompt: isNew ? insertPrompt(typed, languageId, comments) : editPrompt(typed, comments),
    attachments: [...codeBeside(document, range), ...(isNew ? [] : [attachment])],
  };
}
