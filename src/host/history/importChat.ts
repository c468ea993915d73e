import path from 'node:path';
import * as vscode from 'vscode';
import type { ImportProblem } from '../../core/conversation/exchange/exportedConversation.ts';
import type { Imported } from '../../core/conversation/exchange/importConversation.ts';
import { MAX_IMPORT_BYTES } from '../../core/conversation/exchange/importLimit.ts';
import { progressWhenSlow } from '../progressWhenSlow.ts';
import { tellHistoryFailure } from './historyFailure.ts';
import type { HistoryParts } from './historyParts.ts';

/** Lets the user choose an exported file, imports its conversation and shows it, or explains what is wrong with it. */
export async function importChat(parts: HistoryParts): Promise<void> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Import Chat'),
      openLabel: vscode.l10n.t('Import'),
      filters: { [vscode.l10n.t('Exported conversations')]: ['md', 'json'] },
    })) ?? [];
  if (uri === undefined) return;
  const bytes = await readFile(uri, parts);
  if (bytes === undefined) return;
  const imported = bytes === 'too-large' ? bytes : await take(bytes, parts);
  if (imported === undefined) return;
  const file = path.posix.basename(uri.path);
  if (typeof imported === 'string') {
    void vscode.window.showErrorMessage(problemSentence(imported, file));
    return;
  }
  const { id, title, isNew } = imported;
  await parts.open(id);
  void vscode.window.showInformationMessage(
    isNew
      ? vscode.l10n.t('“{title}” was imported and is shown now.', { title })
      : vscode.l10n.t('“{title}” is in the history already and is shown now.', { title }),
  );
}

async function readFile(uri: vscode.Uri, { logger }: HistoryParts): Promise<Uint8Array | 'too-large' | undefined> {
  try {
    if ((await vscode.workspace.fs.stat(uri)).size > MAX_IMPORT_BYTES) return 'too-large';
    return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    const sentence = vscode.l10n.t('“{file}” cannot be read.', { file: path.posix.basename(uri.path) });
    await tellHistoryFailure(sentence, error, logger);
    return undefined;
  }
}

async function take(
  bytes: Uint8Array,
  { reader, workspace, clock, logger }: HistoryParts,
): Promise<Imported | ImportProblem | undefined> {
  try {
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString());
    const importing = reader.import({ bytes, workspace, folders, nowMs: clock.now() });
    return await progressWhenSlow(clock, vscode.l10n.t('Importing the conversation...'), importing);
  } catch (error) {
    const sentence = vscode.l10n.t('The conversation could not be written into the chat history.');
    await tellHistoryFailure(sentence, error, logger);
    return undefined;
  }
}

function problemSentence(problem: ImportProblem, file: string): string {
  switch (problem) {
    case 'foreign':
      return vscode.l10n.t(
        '“{file}” is not a conversation that Ask Wenxin exported, so nothing was imported. Choose a Markdown or JSON file made with Export Chat.',
        { file },
      );
    case 'newer':
      return vscode.l10n.t(
        '“{file}” was exported by a newer version of Ask Wenxin, so nothing was imported. Update the extension and try again.',
        { file },
      );
    case 'broken':
      return vscode.l10n.t(
        '“{file}” is damaged or was changed, so nothing was imported. Export the conversation again if you still have it.',
        { file },
      );
    case 'too-large':
      return vscode.l10n.t('“{file}” is larger than {size} MB, so nothing was imported.', {
        file,
        size: MAX_IMPORT_BYTES / (1024 * 1024),
      });
  }
}
