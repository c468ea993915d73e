import type { NanoYuan } from '../../money.ts';
import { isMonth, monthOf, type BillPeriod } from './billPeriod.ts';
import type { BillRow, ReadBill } from './billRow.ts';
import type { ComparisonRow, LeftOut } from './comparisonRow.ts';
import type { MeterRow } from './meterRows.ts';
import { modelOfItem } from './modelNames.ts';
import { isModelProduct } from './modelProducts.ts';
import { likelyReasons, type Reason } from './reasons.ts';

/** What is compared. */
export interface ComparisonInput {
  readonly meter: readonly MeterRow[];
  readonly bill: ReadBill;
  /** Ids of models besides those in `meter`, for matching the bill's names. */
  readonly models: readonly string[];
  /** Day of the bill, as 20261122. */
  readonly today: number;
}

/** The ledger's amounts compared with Baidu's bill at list price. */
export interface Comparison {
  /** By period, largest amounts first. */
  readonly rows: readonly ComparisonRow[];
  readonly totals: Omit<ComparisonRow, 'period' | 'model' | 'isMatched' | 'oursNanoYuan' | 'billNanoYuan'> & {
    readonly oursNanoYuan: NanoYuan;
    readonly billNanoYuan: NanoYuan;
  };
  /** The most likely first; empty when both agree. */
  readonly reasons: readonly Reason[];
  readonly leftOut: readonly LeftOut[];
  readonly isComplete: boolean;
  readonly unreadable: number;
}

type OpenRow = { -readonly [K in keyof ComparisonRow]: ComparisonRow[K] };

/**
 * Compares what this machine booked with the bill, by day and model; by month where the bill has no days. Nothing is
 * dropped silently: items that match no model keep the bill's words, and other products are listed.
 */
export function compareBill({ meter, bill, models, today }: ComparisonInput): Comparison {
  const uses = bill.rows.map(row => ({ row, model: modelOf(row, meter, models) }));
  const isUse = ({ row, model }: Use): boolean => !row.isPrepaid && (model !== undefined || isModelProduct(row));
  const monthly = new Set(uses.filter(use => isUse(use) && isMonth(use.row.period)).map(({ row }) => row.period));
  const periodOf = (period: BillPeriod): BillPeriod => (monthly.has(monthOf(period)) ? monthOf(period) : period);

  const table = new Map<string, OpenRow>();
  for (const part of meter) {
    const row = openRow(table, periodOf(part.billDay), part.model, true);
    row.oursNanoYuan = (row.oursNanoYuan ?? 0) + part.amountNanoYuan;
    row.estimatedNanoYuan += part.estimatedNanoYuan;
    row.lostNanoYuan += part.lostNanoYuan;
    row.unknownPrice += part.unknownPrice;
  }
  for (const { row: line, model } of uses.filter(isUse)) {
    const row = openRow(table, periodOf(line.period), model ?? wordsOf(line), model !== undefined);
    row.billNanoYuan = (row.billNanoYuan ?? 0) + line.listNanoYuan;
  }
  const rows = [...table.values()].map(withDifference).sort(byPeriodAndAmount);
  const leftOut = sumLeftOut(uses.filter(use => !isUse(use)).map(({ row }) => row));
  return {
    rows,
    totals: totalsOf(rows),
    reasons: likelyReasons({ rows, leftOut, bill, today }),
    leftOut,
    isComplete: bill.isComplete,
    unreadable: bill.unreadable,
  };
}

interface Use {
  readonly row: BillRow;
  readonly model: string | undefined;
}

/** This machine's models come first: the catalogue may have another model with nearly the same name. */
function modelOf({ item }: BillRow, meter: readonly MeterRow[], models: readonly string[]): string | undefined {
  const ours = meter.map(({ model }) => model);
  return modelOfItem(item, ours) ?? modelOfItem(item, models);
}

function wordsOf({ item, product }: BillRow): string {
  return item === '' ? product : item;
}

function openRow(table: Map<string, OpenRow>, period: BillPeriod, model: string, isMatched: boolean): OpenRow {
  const key = JSON.stringify([period, isMatched, isMatched ? model.toLowerCase() : model]);
  const known = table.get(key);
  if (known !== undefined) return known;
  const row: OpenRow = {
    period,
    model,
    isMatched,
    oursNanoYuan: undefined,
    estimatedNanoYuan: 0,
    lostNanoYuan: 0,
    unknownPrice: 0,
    billNanoYuan: undefined,
    differenceNanoYuan: 0,
  };
  table.set(key, row);
  return row;
}

function withDifference(row: OpenRow): ComparisonRow {
  return { ...row, differenceNanoYuan: (row.oursNanoYuan ?? 0) - (row.billNanoYuan ?? 0) };
}

function byPeriodAndAmount(one: ComparisonRow, other: ComparisonRow): number {
  return daysBefore(one) - daysBefore(other) || amountOf(other) - amountOf(one) || (one.model < other.model ? -1 : 1);
}

/** Sorts a month before the days of the next one. */
function daysBefore({ period }: ComparisonRow): number {
  return isMonth(period) ? period * 100 : period;
}

function amountOf({ oursNanoYuan = 0, billNanoYuan = 0 }: ComparisonRow): NanoYuan {
  return Math.max(oursNanoYuan, billNanoYuan);
}

function totalsOf(rows: readonly ComparisonRow[]): Comparison['totals'] {
  const sum = (amount: (row: ComparisonRow) => number): number => rows.reduce((total, row) => total + amount(row), 0);
  return {
    oursNanoYuan: sum(row => row.oursNanoYuan ?? 0),
    billNanoYuan: sum(row => row.billNanoYuan ?? 0),
    estimatedNanoYuan: sum(row => row.estimatedNanoYuan),
    lostNanoYuan: sum(row => row.lostNanoYuan),
    unknownPrice: sum(row => row.unknownPrice),
    differenceNanoYuan: sum(row => row.differenceNanoYuan),
  };
}

function sumLeftOut(rows: readonly BillRow[]): LeftOut[] {
  const sums = new Map<string, LeftOut>();
  for (const { product, item, isPrepaid, listNanoYuan } of rows) {
    const name = product === '' ? item : product;
    const key = JSON.stringify([name, isPrepaid]);
    sums.set(key, { name, isPrepaid, listNanoYuan: (sums.get(key)?.listNanoYuan ?? 0) + listNanoYuan });
  }
  return [...sums.values()].sort((one, other) => other.listNanoYuan - one.listNanoYuan);
}
