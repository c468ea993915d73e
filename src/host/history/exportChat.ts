import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { fileName } from '../../core/conversation/exchange/fileName.ts';
import type { Exported } from '../../core/conversation/reader/historyQuestion.ts';
import { describeError } from '../../core/errors.ts';
import { progressWhenSlow } from '../progressWhenSlow.ts';
import { tellHistoryFailure } from './historyFailure.ts';
import type { HistoryParts } from './historyParts.ts';
import { markdownWords } from './markdownWords.ts';

/** Asks where to export the shown conversation, as Markdown or JSON, writes the file, and offers to open it. */
export async function exportChat(parts: HistoryParts): Promise<void> {
  const { changes, current } = parts;
  const id = current();
  const title = changes.titleOf(id);
  if (title === undefined) {
    const text = vscode.l10n.t(
      'There is nothing to export yet. Ask a question, or open a conversation of the history.',
    );
    void vscode.window.showInformationMessage(text);
    return;
  }
  const uri = await vscode.window.showSaveDialog({
    // Not the workspace: a conversation becomes part of a project only if the user decides so.
    defaultUri: vscode.Uri.file(join(homedir(), `${fileName(title, 'wenxin-chat')}.md`)),
    filters: { [vscode.l10n.t('Markdown, to read')]: ['md'], [vscode.l10n.t('JSON, with all branches')]: ['json'] },
    title: vscode.l10n.t('Export Chat'),
  });
  if (uri === undefined) return;
  const exported = await read(parts, id, /\.json$/i.test(uri.path) ? 'json' : 'markdown');
  if (exported === undefined || !(await write(uri, exported.bytes, parts))) return;
  const open = vscode.l10n.t('Open');
  const file = uri.scheme === 'file' ? uri.fsPath : uri.path;
  const told = await vscode.window.showInformationMessage(
    vscode.l10n.t('The conversation was exported to “{file}”.', { file }),
    open,
  );
  if (told === open) await vscode.commands.executeCommand('vscode.open', uri);
}

async function read(
  { reader, newer, timeZone, clock, logger }: HistoryParts,
  id: string,
  format: 'markdown' | 'json',
): Promise<Exported | undefined> {
  try {
    const reading = reader.export({ id, format, words: markdownWords(timeZone()), newer: newer(id) });
    return await progressWhenSlow(clock, vscode.l10n.t('Exporting the conversation...'), reading);
  } catch (error) {
    await tellHistoryFailure(vscode.l10n.t('The chat history cannot be read from disk.'), error, logger);
    return undefined;
  }
}

/** Writes a temporary file and renames it, so that a full disk does not damage an existing file. */
async function write(uri: vscode.Uri, bytes: Uint8Array, { clock, logger }: HistoryParts): Promise<boolean> {
  const unfinished = uri.with({ path: `${uri.path}.${clock.now().toString(36)}.tmp` });
  try {
    await vscode.workspace.fs.writeFile(unfinished, bytes);
    await vscode.workspace.fs.rename(unfinished, uri, { overwrite: true });
    return true;
  } catch (error) {
    await vscode.workspace.fs.delete(unfinished).then(undefined, (reason: unknown) => {
      // The file was not even created.
      if (reason instanceof vscode.FileSystemError && reason.code === 'FileNotFound') return;
      logger.warn(`${unfinished.path} could not be deleted and may remain: ${describeError(reason)}`);
    });
    const sentence = vscode.l10n.t(
      'The file cannot be written: check the permissions of its folder and the free space, then try again.',
    );
    await tellHistoryFailure(sentence, error, logger);
    return false;
  }
}
