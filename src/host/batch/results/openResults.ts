import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Job } from '../../../core/batch/job.ts';
import { describeError } from '../../../core/errors.ts';
import { fileName } from '../../../core/conversation/exchange/fileName.ts';
import { COMMANDS } from '../../ids.ts';
import { progressWhenSlow } from '../../progressWhenSlow.ts';
import type { ResultsParts } from './resultsParts.ts';
import { type ResultsForm, writeResults } from './writeResults.ts';

interface FormItem extends vscode.QuickPickItem {
  readonly form: ResultsForm;
  /** Saved where the user chooses; otherwise opened in place. */
  readonly isSaved?: true;
}

/** Asks for a format, updates a job's results and opens or saves them. */
export async function openResults(parts: ResultsParts, jobId: string): Promise<void> {
  const job = parts.store.job(jobId);
  if (job === undefined) return;
  const title = vscode.l10n.t('Open Results');
  const picked = await vscode.window.showQuickPick(forms(), {
    title,
    placeHolder: vscode.l10n.t('In which form?'),
    ignoreFocusOut: true,
  });
  if (picked === undefined) return;
  const path = await written(parts, job, picked.form);
  if (path === undefined) return;
  if (picked.isSaved) await save(parts, job, path, picked);
  else await open(parts, path, picked.form);
}

/** Opens a job's answers as a readable document. */
export async function readResults(parts: ResultsParts, jobId: string): Promise<void> {
  const job = parts.store.job(jobId);
  const path = job && (await written(parts, job, 'markdown'));
  if (path !== undefined) await open(parts, path, 'markdown');
}

/** Opens a file; Markdown in the preview, if there is one. */
async function open({ logger }: ResultsParts, path: string, form: ResultsForm): Promise<void> {
  const uri = vscode.Uri.file(path);
  if (form === 'markdown') {
    try {
      await vscode.commands.executeCommand('markdown.showPreview', uri);
      return;
    } catch (error) {
      // The user can disable VS Code's Markdown extension.
      logger.info(`There is no preview of Markdown: ${describeError(error)}`);
    }
  }
  await vscode.commands.executeCommand('vscode.open', uri);
}

function forms(): readonly FormItem[] {
  return [
    {
      label: vscode.l10n.t('Markdown Document'),
      description: vscode.l10n.t('to read'),
      form: 'markdown',
    },
    {
      label: vscode.l10n.t('JSONL File'),
      description: vscode.l10n.t('one line an item, in the form of OpenAI’s batches; it grows while the batch runs'),
      form: 'jsonl',
    },
    {
      label: vscode.l10n.t('Save JSONL File...'),
      description: vscode.l10n.t('a copy of it as it is now'),
      form: 'jsonl',
      isSaved: true,
    },
    {
      label: vscode.l10n.t('Save CSV File...'),
      description: vscode.l10n.t('for Excel and other spreadsheets; amounts in yuan'),
      form: 'csv',
      isSaved: true,
    },
  ];
}

/** Writes the results; returns `undefined` on failure, after telling the user. */
async function written(parts: ResultsParts, job: Job, form: ResultsForm): Promise<string | undefined> {
  try {
    const writing = writeResults(parts, job, form);
    return await progressWhenSlow(parts.clock, vscode.l10n.t('Writing the results...'), writing);
  } catch (error) {
    await tellFailure(parts, error);
    return undefined;
  }
}

async function save(parts: ResultsParts, { plan }: Job, path: string, { form }: FormItem): Promise<void> {
  const uri = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(join(homedir(), `${fileName(plan.title, 'wenxin-batch')}.${form}`)),
    filters: { [form.toUpperCase()]: [form] },
    title: vscode.l10n.t('Open Results'),
  });
  if (uri === undefined) return;
  try {
    // The file system copies the file, so its size does not matter.
    await vscode.workspace.fs.copy(vscode.Uri.file(path), uri, { overwrite: true });
  } catch (error) {
    await tellFailure(parts, error);
    return;
  }
  const open = vscode.l10n.t('Open');
  const file = uri.scheme === 'file' ? uri.fsPath : uri.path;
  const told = vscode.l10n.t('The results were saved to “{file}”.', { file });
  if ((await vscode.window.showInformationMessage(told, open)) !== open) return;
  await vscode.commands.executeCommand('vscode.open', uri);
}

async function tellFailure({ logger }: ResultsParts, error: unknown): Promise<void> {
  logger.error(`The results of a batch cannot be written: ${describeError(error)}`);
  const log = vscode.l10n.t('Show Log');
  const sentence = vscode.l10n.t(
    'The file cannot be written: check the permissions of its folder and the free space, then try again.',
  );
  if ((await vscode.window.showErrorMessage(sentence, log)) !== log) return;
  await vscode.commands.executeCommand(COMMANDS.showLog);
}
