import * as vscode from 'vscode';
import { editedCode } from '../../core/code/edit/editedCode.ts';
import type { Proposed } from '../../core/code/edit/hunks.ts';
import { proposedEdit } from '../../core/code/edit/newText.ts';
import type { OneAnswer } from '../asking/oneQuestion.ts';
import { visibleCode } from '../editing/visibleCode.ts';
import type { ShownEdit } from './shownEdit.ts';
import type { EditQuestion } from './writeEdit.ts';

/** What an answer proposes; `undefined` where it is nothing, which the person has been told. */
export async function answeredEdit(
  { target, name }: ShownEdit,
  _question: EditQuestion,
  { answer }: OneAnswer,
): Promise<Proposed | undefined> {
  if (answer.finish === 'length') {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('The answer was cut off before its end, so it is not used: it would delete what is missing.'),
    );
    return undefined;
  }
  const found = editedCode(answer.text, target.before.slice(target.start, target.end));
  if (typeof found === 'string') {
    void vscode.window.showWarningMessage(vscode.l10n.t('The answer holds no code that could be used as it is.'));
    return undefined;
  }
  const code = await visibleCode(found.code);
  if (code === undefined) return undefined;
  const proposed = proposedEdit(target, code);
  if (proposed.hunks.length > 0) return proposed;
  void vscode.window.showInformationMessage(vscode.l10n.t('The model would change nothing in “{name}”.', { name }));
  return undefined;
}
