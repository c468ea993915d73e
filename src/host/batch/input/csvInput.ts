import { posix } from 'node:path';
import * as vscode from 'vscode';
import { columnsIn, type CsvLines, csvLines } from '../../../core/batch/input/csvLines.ts';
import type { BatchInput } from '../../../core/batch/plan/batchInput.ts';
import { type BillText, decodeBillFile } from '../../../core/spend/bill/csvText.ts';
import type { CsvRows } from '../../../lazy/csvRows.ts';
import { askText } from './askText.ts';
import type { BatchInputDeps } from './batchInputDeps.ts';
import { csvFaultText } from './faultTexts.ts';
import { tellFaults } from './tellFaults.ts';

const MEMORY_KEY = 'batch.template';

/**
 * Creates a batch from a table's rows and a template. Returns `undefined` when the user cancels, or has been told why
 * the table cannot be run.
 */
export async function csvInput(deps: BatchInputDeps, uri: vscode.Uri): Promise<BatchInput | undefined> {
  const name = posix.basename(uri.path);
  const bytes = await vscode.workspace.fs.readFile(uri).then(
    read => read,
    () => undefined,
  );
  const text = bytes && decodeBillFile(bytes);
  if (text === undefined || typeof text === 'string') {
    tellUnreadable(name);
    return undefined;
  }
  const split = deps.splitRows();
  const delimiter = delimiterOf(text);
  const columns = await headingsOf(split(text.pieces, delimiter));
  if (columns === undefined) {
    tellUnreadable(name);
    return undefined;
  }

  const template = await askTemplate(deps, columns);
  if (template === undefined) return undefined;
  const made = await linesOf(split, text, delimiter, template);
  if (made === undefined) {
    tellUnreadable(name);
    return undefined;
  }
  const { lines, faults, faultCount } = made;
  if (faultCount > 0) {
    await tellFaults(deps, name, faults.map(csvFaultText), faultCount);
    return undefined;
  }
  return { title: name, origin: 'csv', count: lines.length, lines };
}

/** Starts with the template that was typed last. */
function askTemplate({ memory }: BatchInputDeps, columns: readonly string[]): Promise<string | undefined> {
  const names = columns.map(column => `{{${column}}}`).join(', ');
  return askText({
    prompt: vscode.l10n.t('What is asked for each row. You can use {columns}; \\n begins a new line.', {
      columns: names,
    }),
    value: memory.get<string>(MEMORY_KEY, ''),
    placeHolder: vscode.l10n.t('For example: Translate into English: {column}', {
      column: `{{${columns[0] ?? 'text'}}}`,
    }),
    validate: text => {
      const used = columnsIn(text);
      if (used.length === 0) return vscode.l10n.t('Name a column: {columns}', { columns: names });
      const unknown = used.find(column => !columns.includes(column));
      return (
        unknown &&
        vscode.l10n.t('There is no column “{column}”. You can use {columns}.', { column: unknown, columns: names })
      );
    },
    onTyped: text => memory.update(MEMORY_KEY, text),
  }).then(text => text?.replaceAll('\\n', '\n'));
}

/** Returns the common delimiter that occurs most often in the header line. */
function delimiterOf({ pieces }: BillText): string {
  const [head = ''] = pieces;
  const [line = ''] = head.split(/\r?\n/, 1);
  const [first = ','] = [',', '\t', ';'].sort((one, other) => line.split(other).length - line.split(one).length);
  return first;
}

async function headingsOf(rows: AsyncIterable<readonly string[]>): Promise<readonly string[] | undefined> {
  try {
    for await (const row of rows) return row.map(name => name.trim()).filter(name => name !== '');
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
  return undefined;
}

/** Returns `undefined` for a malformed table, such as one with an unclosed quote. */
async function linesOf(
  split: CsvRows,
  { pieces }: BillText,
  delimiter: string,
  template: string,
): Promise<CsvLines | undefined> {
  try {
    return await csvLines(split(pieces, delimiter), template);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

function tellUnreadable(file: string): void {
  void vscode.window.showErrorMessage(
    vscode.l10n.t('“{file}” cannot be read as a table. Save it as CSV (at most 50 MB), then try again.', { file }),
  );
}
