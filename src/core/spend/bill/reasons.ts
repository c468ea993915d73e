import type { NanoYuan } from '../../money.ts';
import { daysOf, shiftDay } from './billPeriod.ts';
import type { ReadBill } from './billRow.ts';
import type { ComparisonRow, LeftOut } from './comparisonRow.ts';

/** Why our amounts and the bill may differ. */
export type Reason =
  /** The bill has more: someone else uses the account, or the user on another device. */
  | { readonly is: 'others'; readonly nanoYuan: NanoYuan }
  /** Models on the bill that this machine never asked; part of `others`. */
  | { readonly is: 'otherModels'; readonly models: readonly string[] }
  /** We have more on billed days: part of it was free. */
  | { readonly is: 'freeQuota'; readonly nanoYuan: NanoYuan }
  /** Same as `freeQuota`, or a token package is on the bill. */
  | { readonly is: 'tokenPackages'; readonly isOnBill: boolean }
  /** Amounts of days that are not billed yet. */
  | { readonly is: 'notBilledYet'; readonly nanoYuan: NanoYuan; readonly sinceDay: number }
  /** The estimated parts of our amounts. */
  | { readonly is: 'estimates'; readonly estimatedNanoYuan: NanoYuan; readonly lostNanoYuan: NanoYuan }
  /** Requests missing from our amounts, because their price is unknown. */
  | { readonly is: 'unknownPrice'; readonly requests: number }
  /** Items of the bill that match no known model, so that none of our amounts is compared with them. */
  | { readonly is: 'unmatched'; readonly items: readonly string[] }
  /** The bill has lines that are not about models. */
  | { readonly is: 'otherProducts'; readonly names: readonly string[] }
  /** The bill was not read completely. */
  | { readonly is: 'partOfBill'; readonly isComplete: boolean; readonly unreadable: number };

/** Tolerance per line, half a fen: bills are rounded. */
const AGREES_NANO_YUAN = 5_000_000;

interface Facts {
  readonly rows: readonly ComparisonRow[];
  readonly leftOut: readonly LeftOut[];
  readonly bill: ReadBill;
  readonly today: number;
}

/** Returns the reasons that fit the figures, the one that explains most first. */
export function likelyReasons({ rows, leftOut, bill, today }: Facts): Reason[] {
  const firstUnbilled = firstUnbilledDay(bill, today);
  const pending = rows.filter(
    ({ period, billNanoYuan }) => billNanoYuan === undefined && daysOf(period).first >= firstUnbilled,
  );
  const billed = rows.filter(row => !pending.includes(row));
  const lacking = sumOf(billed.map(row => Math.max(0, -row.differenceNanoYuan)).filter(isMore));
  const exceeding = sumOf(billed.map(row => Math.max(0, row.differenceNanoYuan)).filter(isMore));
  const notYet = sumOf(pending.map(row => row.oursNanoYuan ?? 0));
  const asked = new Set(rows.filter(row => row.oursNanoYuan !== undefined).map(({ model }) => model));
  const strangers = billed.filter(row => !asked.has(row.model) && isMore(row.billNanoYuan ?? 0));
  const estimated = sumOf(rows.map(row => row.estimatedNanoYuan));
  const lost = sumOf(rows.map(row => row.lostNanoYuan));
  const unknown = sumOf(rows.map(row => row.unknownPrice));
  const { unreadable } = bill;
  const packages = leftOut.filter(({ isPrepaid }) => isPrepaid);
  const products = leftOut.filter(({ isPrepaid }) => !isPrepaid);
  const matched = namesOf(strangers.filter(({ isMatched }) => isMatched));
  const unmatched = namesOf(strangers.filter(({ isMatched }) => !isMatched));

  const more: Reason[] = lacking > 0 ? [{ is: 'others', nanoYuan: lacking }] : [];
  if (matched.length > 0) more.push({ is: 'otherModels', models: matched });
  if (unmatched.length > 0) more.push({ is: 'unmatched', items: unmatched });
  const less: Reason[] = exceeding > 0 ? [{ is: 'freeQuota', nanoYuan: exceeding }] : [];
  if (exceeding > 0 || packages.length > 0) less.push({ is: 'tokenPackages', isOnBill: packages.length > 0 });
  return [
    ...(notYet > 0 ? [{ is: 'notBilledYet', nanoYuan: notYet, sinceDay: firstUnbilled } as const] : []),
    ...(lacking >= exceeding ? [...more, ...less] : [...less, ...more]),
    ...(unknown > 0 ? [{ is: 'unknownPrice', requests: unknown } as const] : []),
    ...(estimated + lost > 0 ? [{ is: 'estimates', estimatedNanoYuan: estimated, lostNanoYuan: lost } as const] : []),
    ...(products.length > 0 ? [{ is: 'otherProducts', names: products.map(({ name }) => name) } as const] : []),
    ...(bill.isComplete && unreadable === 0
      ? []
      : [{ is: 'partOfBill', isComplete: bill.isComplete, unreadable } as const]),
  ];
}

/** Bills lag by a day. Yesterday is complete from 10 a.m. on (Baidu Finance/s/cjxedqyml), so it may be missing too. */
function firstUnbilledDay({ rows }: ReadBill, today: number): number {
  const yesterday = shiftDay(today, -1);
  return rows.some(({ period }) => period === yesterday) ? today : yesterday;
}

function isMore(amount: NanoYuan): boolean {
  return amount > AGREES_NANO_YUAN;
}

function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

function namesOf(rows: readonly ComparisonRow[]): string[] {
  return [...new Set(rows.map(({ model }) => model))];
}
