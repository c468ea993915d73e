import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { ExportQuery } from '../../core/spend/report/exportPiece.ts';
import type { ExportRange } from '../../core/spend/report/exportRows.ts';
import type { UsageReader } from '../../core/spend/report/usageReader.ts';
import { COMMANDS } from '../ids.ts';
import { progressWhenSlow } from '../progressWhenSlow.ts';
import { exportHeaders } from './exportHeaders.ts';
import { daysName, exportRanges } from './exportRange.ts';

/** VS Code's API writes a file in one call, so it must fit into memory. A year of heavy use takes a third of this. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Dependencies of an export. */
export interface ExportParts {
  readonly reader: Pick<UsageReader, 'exportPieces'>;
  /** Returns the user's local day, such as 20261122. */
  readonly today: () => number;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface FormatItem extends vscode.QuickPickItem {
  readonly format: ExportQuery['format'];
}

/** The complete content of a file. */
interface ExportedFile {
  readonly bytes: Uint8Array;
  readonly attempts: number;
}

/** Choices already made elsewhere, for which the user is not asked again. */
export interface ExportChoice {
  readonly range: ExportRange;
  readonly format: ExportQuery['format']['name'];
}

/** Asks for range, format and target file, unless already chosen, writes the export, and offers to open it. */
export async function exportUsage(parts: ExportParts, choice?: ExportChoice): Promise<void> {
  const range = choice?.range ?? (await pickRange(parts.today()));
  if (range === undefined) return;
  const items = formats();
  const how =
    items.find(({ format }) => format.name === choice?.format) ??
    (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Export Usage'), ignoreFocusOut: true }));
  if (how === undefined) return;
  const file = await read({ ...range, format: how.format }, parts);
  if (file === undefined) return;
  if (file.attempts === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There are no requests in this range.'));
    return;
  }
  await save(file, `wenxin-usage_${daysName(range)}.${how.format.name}`, how, parts.logger);
}

async function pickRange(today: number): Promise<ExportRange | undefined> {
  const picked = await vscode.window.showQuickPick(exportRanges(today), {
    title: vscode.l10n.t('Export Usage'),
    placeHolder: vscode.l10n.t('Which requests do you want to export? Questions and answers are not included.'),
    ignoreFocusOut: true,
  });
  return picked && { ...picked.days, filter: {} };
}

function formats(): FormatItem[] {
  return [
    {
      label: vscode.l10n.t('CSV file'),
      description: vscode.l10n.t('for Excel and other spreadsheets; amounts in yuan'),
      format: { name: 'csv', headers: exportHeaders() },
    },
    {
      label: vscode.l10n.t('JSON file'),
      description: vscode.l10n.t('for programs; amounts in nano-yuan, with prices'),
      format: { name: 'json' },
    },
  ];
}

/** Reads the export; `undefined` when the user cancelled, or was told why there is no file. */
async function read(query: ExportQuery, { reader, clock, logger }: ExportParts): Promise<ExportedFile | undefined> {
  const stop = new AbortController();
  try {
    const reading = readAll(reader, query, stop.signal);
    return await progressWhenSlow(clock, vscode.l10n.t('Exporting the usage...'), reading, () => stop.abort());
  } catch (error) {
    if (stop.signal.aborted) return undefined;
    if (error instanceof TooLargeError) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('There are too many requests for one file. Choose a shorter range.'),
      );
      return undefined;
    }
    logger.error(`The usage cannot be exported: ${describeError(error)}`);
    await tellFailure(vscode.l10n.t('The usage cannot be read from disk, so nothing was exported.'));
    return undefined;
  }
}

/** Thrown when an export exceeds `MAX_BYTES`. */
class TooLargeError extends Error {}

async function readAll(reader: ExportParts['reader'], query: ExportQuery, signal: AbortSignal): Promise<ExportedFile> {
  const pieces: Uint8Array[] = [];
  let [length, attempts] = [0, 0];
  for await (const piece of reader.exportPieces(query, signal)) {
    const bytes = new TextEncoder().encode(piece.text);
    pieces.push(bytes);
    attempts += piece.attempts;
    length += bytes.length;
    if (length > MAX_BYTES) throw new TooLargeError('The export is too large');
  }
  return { bytes: Buffer.concat(pieces), attempts };
}

async function save(
  { bytes, attempts }: ExportedFile,
  name: string,
  { label, format }: FormatItem,
  logger: Logger,
): Promise<void> {
  const uri = await vscode.window.showSaveDialog({
    // Not the workspace: usage data is not part of a project.
    defaultUri: vscode.Uri.file(join(homedir(), name)),
    filters: { [label]: [format.name] },
    title: vscode.l10n.t('Export Usage'),
  });
  if (uri === undefined) return;
  try {
    await vscode.workspace.fs.writeFile(uri, bytes);
  } catch (error) {
    logger.error(`The export cannot be written: ${describeError(error)}`);
    await tellFailure(
      vscode.l10n.t(
        'The file cannot be written: check the permissions of its folder and the free space, then try again.',
      ),
    );
    return;
  }
  const open = vscode.l10n.t('Open');
  const facts = { count: attempts.toLocaleString('en-US'), file: uri.scheme === 'file' ? uri.fsPath : uri.path };
  const sentence =
    attempts === 1
      ? vscode.l10n.t('1 request was exported to “{file}”.', facts)
      : vscode.l10n.t('{count} requests were exported to “{file}”.', facts);
  if ((await vscode.window.showInformationMessage(sentence, open)) !== open) return;
  await vscode.commands.executeCommand('vscode.open', uri);
}

async function tellFailure(sentence: string): Promise<void> {
  const log = vscode.l10n.t('Show Log');
  if ((await vscode.window.showErrorMessage(sentence, log)) !== log) return;
  await vscode.commands.executeCommand(COMMANDS.showLog);
}
