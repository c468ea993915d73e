import * as vscode from 'vscode';
import type { Item } from '../../../core/batch/item.ts';
import type { Job } from '../../../core/batch/job.ts';
import type { ResultsCsvWords } from '../../../core/batch/results/resultsCsv.ts';
import { MOST_ITEMS_TO_READ, type ResultsMarkdownWords } from '../../../core/batch/results/resultsMarkdown.ts';
import { formatYuan } from '../../../core/money.ts';
import type { ResultsParts } from './resultsParts.ts';

/** Returns the texts of a Markdown document of results, in VS Code's language. */
export function markdownWords(job: Job, failureText: ResultsParts['failureText']): ResultsMarkdownWords {
  const { done, failed, total } = job.counts;
  const count = (each: number): string => each.toLocaleString('en-US');
  return {
    totals: vscode.l10n.t('{done} of {total} answered, {failed} failed, {amount}, {model}', {
      done: count(done),
      total: count(total),
      failed: count(failed),
      amount: formatYuan(job.amountNanoYuan),
      model: job.model,
    }),
    more: vscode.l10n.t('Only the first {count} items are in this document. All of them are in the JSONL file.', {
      count: count(MOST_ITEMS_TO_READ),
    }),
    cut: vscode.l10n.t('The answer was cut at the output limit.'),
    empty: vscode.l10n.t('The answer is empty.'),
    failed: item => unansweredText(item, failureText),
    fileOf,
  };
}

/** Returns the texts of a CSV file of results, in VS Code's language. */
export function csvWords(): ResultsCsvWords {
  return {
    headers: {
      customId: vscode.l10n.t('Item'),
      state: vscode.l10n.t('Status'),
      model: vscode.l10n.t('Model'),
      text: vscode.l10n.t({ message: 'Answer', comment: ['what the model gives'] }),
      failure: vscode.l10n.t('Failure'),
      inputTokens: vscode.l10n.t('Input tokens'),
      outputTokens: vscode.l10n.t('Output tokens'),
      amountYuan: vscode.l10n.t('Amount (yuan)'),
      tries: vscode.l10n.t('Tries'),
      requestId: vscode.l10n.t('Request ID'),
      file: vscode.l10n.t('File'),
    },
    states: {
      waiting: vscode.l10n.t('Waiting'),
      running: vscode.l10n.t('Running'),
      done: vscode.l10n.t('Done'),
      failed: vscode.l10n.t('Failed'),
      cancelled: vscode.l10n.t('Not asked'),
    },
    fileOf,
  };
}

/** Says why an item has no answer, including when it was not sent or not sent yet. */
export function unansweredText({ state, outcome }: Item, failureText: ResultsParts['failureText']): string {
  if (outcome?.state === 'failed') return failureText(outcome.failure);
  return csvWords().states[state];
}

/** Returns a file's path as shown to the user. */
export function fileOf(uri: string): string {
  return vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
}
