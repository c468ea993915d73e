import * as vscode from 'vscode';
import { editedCode, type NoCode } from '../../core/code/edit/editedCode.ts';
import { type Proposed, proposedText } from '../../core/code/edit/hunks.ts';
import { proposedEdit } from '../../core/code/edit/newText.ts';
import type { Answer } from '../../core/conversation/conversation.ts';
import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import { secretNotes, withSecrets } from '../../core/conversation/secrets/secretNotes.ts';
import type { OneAnswer, OneQuestion } from '../asking/oneQuestion.ts';
import { visibleCode } from '../editing/visibleCode.ts';
import { changeLimit, changeLimitLabel } from './fitsAnswer.ts';
import type { ShownEdit } from './shownEdit.ts';

/** Returns what an answer proposes; `undefined` when there is nothing to propose and the user was told. */
export async function answeredEdit(
  edit: ShownEdit,
  question: OneQuestion,
  { answer, sent }: OneAnswer,
): Promise<Proposed | undefined> {
  const { order, target, name } = edit;
  const replaced = target.before.slice(target.start, target.end);
  const found = answer.finish === 'length' ? 'cut' : editedCode(answer.text, replaced);
  if (typeof found === 'string') {
    void tellUnusable(found, answer);
    return undefined;
  }
  edit.notes = new Map([...edit.notes, ...secretNotes(searched(question), searched(sent))]);
  const restored = withSecrets(found.code, edit.notes, replaced, target.before);
  if (restored === undefined) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        'It cannot be told which of the masked secrets belongs where in the answer. It is charged, but not used. Leave the secrets out of the selection, then ask again.',
      ),
    );
    return undefined;
  }
  const code = await visibleCode(restored);
  if (code === undefined) return undefined;
  const proposed = proposedEdit(target, order.shape?.(code) ?? code);
  if (proposed.hunks.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The model would change nothing in “{name}”.', { name }));
    return undefined;
  }
  const warning = order.warning?.(proposed.before, proposedText(proposed));
  if (warning !== undefined) void vscode.window.showWarningMessage(warning);
  const { prompt, attachments } = sent;
  edit.earlier = [...edit.earlier, { prompt, attachments, answer: answer.text }];
  return proposed;
}

function searched({ feature, typed, prompt, attachments }: OneQuestion): NewQuestion {
  return { feature, question: typed, prompt, attachments };
}

/** Explains why an answer is not used, and offers to show it, since it was paid for. */
async function tellUnusable(why: NoCode | 'cut', answer: Answer): Promise<void> {
  const change = changeLimitLabel();
  const show = vscode.l10n.t('Show Answer');
  const isOwnLimit = why === 'cut' && answer.isModelLimit !== true && answer.limited === undefined;
  const chosen = await vscode.window.showWarningMessage(sentenceOf(why), ...(isOwnLimit ? [change] : []), show);
  if (chosen === change) await changeLimit();
  if (chosen !== show) return;
  const document = await vscode.workspace.openTextDocument({ content: answer.text, language: 'markdown' });
  await vscode.window.showTextDocument(document);
}

/** A truncated answer is unusable because applying it would delete the missing part. */
function sentenceOf(why: NoCode | 'cut'): string {
  switch (why) {
    case 'cut':
      return vscode.l10n.t(
        'The answer reached its length limit. It is charged, but incomplete and so not used. Select less code, or raise the limit, then ask again.',
      );
    case 'several':
      return vscode.l10n.t(
        'The answer contains several blocks of code, so it is not clear which one belongs in the file. It is charged, but not used.',
      );
    case 'none':
    case 'open':
      return vscode.l10n.t(
        'The answer contains no complete block of code. It is charged, but there is nothing to put into the file.',
      );
  }
}
