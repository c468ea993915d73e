import * as vscode from 'vscode';
import type { ExportRange } from '../../core/spend/report/exportRows.ts';
import { addDays } from '../../core/spend/report/calendarDays.ts';

/** A range of days offered for export. */
export interface RangeItem extends vscode.QuickPickItem {
  readonly days: ExportDays;
}

type ExportDays = Pick<ExportRange, 'firstDay' | 'lastDay'>;

/** Later than any day. Not today: after travel, attempts may have a local day that has not begun in this time zone. */
const LAST_OF_ALL = 99991231;

/** Returns the ranges on offer. Days are numbers such as 20261122. */
export function exportRanges(today: number): RangeItem[] {
  const firstOfMonth = today - (today % 100) + 1;
  const lastOfLastMonth = addDays(firstOfMonth, -1);
  return [
    item(vscode.l10n.t('Today'), today, today),
    item(vscode.l10n.t('Last 7 Days'), addDays(today, -6), today),
    item(vscode.l10n.t('Last 30 Days'), addDays(today, -29), today),
    item(vscode.l10n.t('This Month'), firstOfMonth, today),
    item(vscode.l10n.t('Last Month'), lastOfLastMonth - (lastOfLastMonth % 100) + 1, lastOfLastMonth),
    { label: vscode.l10n.t('All'), days: { firstDay: 0, lastDay: LAST_OF_ALL } },
  ];
}

/** Formats a range for a file name: `2026-11-01_2026-11-22`. */
export function daysName({ firstDay, lastDay }: ExportDays): string {
  return firstDay === 0 ? 'all' : textsOf(firstDay, lastDay).join('_');
}

function item(label: string, firstDay: number, lastDay: number): RangeItem {
  return { label, description: textsOf(firstDay, lastDay).join(' – '), days: { firstDay, lastDay } };
}

function textsOf(firstDay: number, lastDay: number): string[] {
  return [...new Set([firstDay, lastDay])].map(day => String(day).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3'));
}
