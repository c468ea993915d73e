import * as vscode from 'vscode';
import type { AnswerBlock } from '../../core/code/answerBlock.ts';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { acceptChange } from './acceptChange.ts';
import { chooseTarget } from './codeTarget.ts';
import { insertAtCursor } from './insertAtCursor.ts';
import type { Proposals } from './proposals.ts';
import { reviewCode } from './reviewCode.ts';
import { tellUntrusted } from './tellUntrusted.ts';
import { visibleCode } from './visibleCode.ts';

/** Shows a diff of what the answer's code would change in a file, and applies it when the user accepts. */
export async function applyCode(
  proposals: Proposals,
  { text, language }: AnswerBlock,
  attachments: readonly Attachment[],
): Promise<void> {
  if (!vscode.workspace.isTrusted) return tellUntrusted();
  const target = await chooseTarget(attachments, language);
  if (target === undefined) return;
  const code = await visibleCode(text);
  if (code === undefined) return;
  const onChanged = (document: vscode.TextDocument): Promise<void> => tellChanged(proposals, document, code);
  const proposed = await reviewCode({ proposals, target, code, onChanged });
  if (proposed !== undefined) askBeside(proposals, proposed);
}

/** Offers the same buttons as the diff editor's title bar, where they are easier to notice. */
function askBeside(proposals: Proposals, proposed: vscode.Uri): void {
  const name = proposals.get(proposed)?.name ?? '';
  const accept = vscode.l10n.t('Accept');
  const reject = vscode.l10n.t('Reject');
  vscode.window
    .showInformationMessage(vscode.l10n.t('Change “{name}” as shown?', { name }), accept, reject)
    .then(async chosen => {
      if (chosen === accept) await acceptChange(proposals, proposed);
      if (chosen === reject) await proposals.close(proposed);
    });
}

async function tellChanged(proposals: Proposals, document: vscode.TextDocument, code: string): Promise<void> {
  const file = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
  const compare = vscode.l10n.t('Compare');
  const insert = vscode.l10n.t('Insert at Cursor');
  const copy = vscode.l10n.t('Copy');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('“{file}” changed after the answer was made; nothing was applied.', { file }),
    compare,
    insert,
    copy,
  );
  if (chosen === compare) await compareWith(document.uri, proposals.addCode(document.uri, code), file);
  if (chosen === insert) await insertAtCursor(code);
  if (chosen === copy) await vscode.env.clipboard.writeText(code);
}

/** Opens a diff of the file and the code; merging the two is left to the user. */
async function compareWith(file: vscode.Uri, code: vscode.Uri, name: string): Promise<void> {
  await vscode.commands.executeCommand(
    'vscode.diff',
    file,
    code,
    vscode.l10n.t('{name} and code of the answer', { name }),
  );
}
