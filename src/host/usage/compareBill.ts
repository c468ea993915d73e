import * as vscode from 'vscode';
import type { Logger } from '../../core/logger.ts';
import { daysOf, monthOf, shiftDay, type BillPeriod } from '../../core/spend/bill/billPeriod.ts';
import type { SplitRows } from '../../core/spend/bill/billFile.ts';
import { compareBill, type Comparison } from '../../core/spend/bill/comparison.ts';
import type { MeterRow } from '../../core/spend/bill/meterRows.ts';
import { fetchBill, type ReadMonth } from './fetchBill.ts';
import { importBill, type SourcedBill } from './importBill.ts';
import { periodText } from './periodText.ts';

/** Dependencies of a comparison. */
export interface BillAccess {
  /** Returns a function that fetches a month's bill; `undefined` without an access key that may be sent to Baidu. */
  readonly readMonth: () => Promise<ReadMonth | undefined>;
  /** Reads our own rows between two bill days, both included. */
  readonly readMeter: (firstDay: number, lastDay: number) => Promise<readonly MeterRow[]>;
  /** Returns the ids of all known models. */
  readonly models: () => readonly string[];
  readonly splitRows: () => SplitRows;
  readonly memory: vscode.Memento;
  /** Returns the current bill day, such as 20261122. */
  readonly today: () => number;
  readonly logger: Logger;
}

/** A comparison, with a sentence about its bill's source. */
export interface SourcedComparison {
  readonly comparison: Comparison;
  readonly source: string;
}

/** Number of months that can be fetched. */
const MONTHS = 3;

interface SourceItem extends vscode.QuickPickItem {
  /** The month to fetch; `undefined` for a file. */
  readonly month: BillPeriod | undefined;
}

/**
 * Asks which bill to compare the meter with, reads it, and compares. Tells the user about failures. `undefined` when
 * there is nothing to show.
 */
export async function chooseAndCompare(access: BillAccess): Promise<SourcedComparison | undefined> {
  const sourced = await chooseBill(access);
  if (sourced === undefined) return undefined;
  const { bill, source } = sourced;
  const today = access.today();
  const days = bill.rows.map(({ period }) => daysOf(period));
  const months = sourced.month === undefined ? days : [daysOf(sourced.month)];
  const firstDay = Math.min(today, ...boundsOf(months, 'first'));
  const lastDay = Math.min(today, Math.max(...boundsOf(months, 'last')));
  const meter = months.length === 0 ? [] : await access.readMeter(firstDay, lastDay);
  return { comparison: compareBill({ meter, bill, models: access.models(), today }), source };
}

/** Returns the first or the last day, if any. Not by `Math.min(...)`: a bill can exceed the limit for arguments. */
function boundsOf(
  days: readonly { readonly first: number; readonly last: number }[],
  end: 'first' | 'last',
): readonly number[] {
  const pick = end === 'first' ? Math.min : Math.max;
  const bound = days.reduce<number | undefined>(
    (found, day) => (found === undefined ? day[end] : pick(found, day[end])),
    undefined,
  );
  return bound === undefined ? [] : [bound];
}

async function chooseBill(
  access: BillAccess,
): Promise<(SourcedBill & { readonly month?: BillPeriod | undefined }) | undefined> {
  const readMonth = await access.readMonth();
  const picked = await vscode.window.showQuickPick(sourceItems(readMonth !== undefined, access.today()), {
    title: vscode.l10n.t("Compare with Baidu's Bill"),
    placeHolder:
      readMonth === undefined
        ? vscode.l10n.t('Only an Access Key with its Secret Key (AK/SK) can fetch the bill; a file needs none.')
        : vscode.l10n.t('Which bill should our meter be compared with?'),
    ignoreFocusOut: true,
  });
  if (picked === undefined) return undefined;
  const { month } = picked;
  if (month === undefined || readMonth === undefined) return importBill(access);
  const fetched = await fetchBill(readMonth, month, access.logger);
  if (fetched === 'import') return importBill(access);
  return fetched && { ...fetched, month };
}

function sourceItems(canFetch: boolean, today: number): SourceItem[] {
  const file: SourceItem = {
    label: vscode.l10n.t('Import CSV File...'),
    detail: vscode.l10n.t('From the Baidu AI Cloud console: Billing Center, Bill Management, Bill Details, Export'),
    month: undefined,
  };
  if (!canFetch) return [file];
  // Bills end yesterday, so on the first of a month that month has none yet.
  const months: BillPeriod[] = [monthOf(shiftDay(today, -1))];
  while (months.length < MONTHS) months.push(monthOf(shiftDay(daysOf(months.at(-1) ?? today).first, -1)));
  const items = months.map((month): SourceItem => ({
    label: vscode.l10n.t('Bill of {month}', { month: periodText(month) }),
    description: month === monthOf(today) ? vscode.l10n.t('up to yesterday') : '',
    month,
  }));
  return [...items, file];
}
