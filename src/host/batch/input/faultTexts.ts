import * as vscode from 'vscode';
import type { CsvFault } from '../../../core/batch/input/csvLines.ts';
import type { FileFault } from '../../../core/batch/input/fileFault.ts';

/** Says what is wrong with a line of a JSONL file, and where. */
export function fileFaultText(fault: FileFault): string {
  return vscode.l10n.t('Line {line}: {fault}', { line: String(fault.lineNumber), fault: lineText(fault) });
}

/** Says what is wrong with a row of a table, and where. */
export function csvFaultText(fault: CsvFault): string {
  return vscode.l10n.t('Row {row}: {fault}', { row: String(fault.rowNumber), fault: rowText(fault) });
}

function lineText(fault: FileFault): string {
  switch (fault.code) {
    case 'not-json':
      return vscode.l10n.t('this is not a JSON object.');
    case 'missing':
      return vscode.l10n.t('“{field}” is missing.', { field: fault.path });
    case 'empty':
      return vscode.l10n.t('“{field}” is empty.', { field: fault.path });
    case 'unknown-field':
      return vscode.l10n.t('“{field}” is not supported.', { field: fault.path });
    case 'wrong-kind':
      return vscode.l10n.t('“{field}” has to be of the JSON type {type}.', {
        field: fault.path,
        type: fault.expected,
      });
    case 'wrong-value':
      return vscode.l10n.t('“{field}” has to be {allowed}.', { field: fault.path, allowed: fault.allowed });
    case 'conflict':
      return vscode.l10n.t('“{field}” does not fit “{other}”.', { field: fault.path, other: fault.other });
    case 'too-long':
      return vscode.l10n.t('it is longer than 10 MB.');
    case 'not-utf8':
      return vscode.l10n.t('it is not UTF-8.');
    case 'same-id':
      return vscode.l10n.t('custom_id “{id}” is that of line {first}.', {
        id: fault.customId,
        first: String(fault.firstLineNumber),
      });
  }
}

function rowText(fault: CsvFault): string {
  switch (fault.code) {
    case 'no-rows':
      return vscode.l10n.t('there are no rows below the headings.');
    case 'no-placeholder':
      return vscode.l10n.t('the template names no column.');
    case 'missing-column':
      return vscode.l10n.t('there is no column “{column}”.', { column: fault.column });
    case 'same-column':
      return vscode.l10n.t('there are several columns “{column}”.', { column: fault.column });
    case 'empty-id':
      return vscode.l10n.t('custom_id is empty.');
    case 'same-id':
      return vscode.l10n.t('custom_id “{id}” is that of row {first}.', {
        id: fault.customId,
        first: String(fault.firstRowNumber),
      });
  }
}
