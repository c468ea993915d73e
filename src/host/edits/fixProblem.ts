import * as vscode from 'vscode';
import { fixPrompt } from '../../core/conversation/fixPrompt.ts';
import { mayTakeFrom } from '../commands/mayTakeFrom.ts';
import { attachmentOf, tellNoText } from '../commands/pickCode.ts';
import { problemsAt, reportedProblem } from '../commands/reportedProblems.ts';
import { placeIn } from '../commands/selectionCommand.ts';
import { promptLanguage } from '../commands/selectionQuestion.ts';
import { tellUntrusted } from '../editing/tellUntrusted.ts';
import { COMMANDS } from '../ids.ts';
import { codeAbove } from './codeContext.ts';
import type { CodeEditParts } from './codeEditParts.ts';
import { fitsAnswer } from './fitsAnswer.ts';
import { problemRange } from './problemRange.ts';

/**
 * Requests a fix for the problems at a position or range, as an edit that the user reviews.
 *
 * @param argument the position or range passed by the light bulb; defaults to the cursor or the selection.
 * @param file the document's URI; defaults to the active editor's document.
 */
export async function fixProblem(parts: CodeEditParts, argument?: unknown, file?: unknown): Promise<void> {
  if (!parts.trustsWorkspace()) return tellUntrusted();
  const editor = vscode.window.activeTextEditor;
  const given = placeIn(argument);
  const uri = given instanceof vscode.Location ? given.uri : file;
  const document = uri instanceof vscode.Uri ? await vscode.workspace.openTextDocument(uri) : editor?.document;
  const selected = document === editor?.document ? editor?.selection : undefined;
  const place = given instanceof vscode.Location ? given.range : (given ?? selected);
  if (document === undefined || place === undefined) return tellNoText();
  const problems = problemsAt(document, place);
  if (problems.length === 0) return tellNone();
  if (!(await mayTakeFrom(document.uri))) return;
  const range = await problemRange(document, problems);
  const { version } = document;
  const code = document.getText(range);
  if (!(await fitsAnswer(parts.answerLimit, 'fix', code))) return;
  const name = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
  await parts.runEdit({
    feature: 'fix',
    title: vscode.l10n.t('Fixing problems in {name}', { name }),
    target: { document, range, code, version },
    typed: '',
    prompt: fixPrompt(promptLanguage(parts.replyLanguage()), problems.map(reportedProblem)),
    attachments: [...codeAbove(document, range), attachmentOf(document, range, code)],
  });
}

/** Offers the chat, which can look for defects without diagnostics. */
async function tellNone(): Promise<void> {
  const fix = vscode.l10n.t('Fix Selection');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('VS Code shows no errors or warnings here. The chat can look for defects in the code itself.'),
    fix,
  );
  if (chosen === fix) await vscode.commands.executeCommand(COMMANDS.fixSelection);
}
