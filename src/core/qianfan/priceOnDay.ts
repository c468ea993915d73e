import type { ModelPrice } from '../money.ts';

/** A price, and whether it may be outdated. */
export interface PriceOnDay {
  readonly price: ModelPrice;
  /** It was read more than a year ago, or is not valid on the day. */
  readonly isOld: boolean;
}

/**
 * Selects the price that is valid on a day; the newest if there are several. If none is valid, returns the newest
 * expired one, or else the earliest future one: an inexact price is better than none.
 *
 * @param day such as `2026-11-26`.
 */
export function priceOnDay(prices: readonly ModelPrice[], day: string): PriceOnDay | undefined {
  const newestFirst = prices.toSorted((one, other) => compare(beginOf(other), beginOf(one)));
  const begun = newestFirst.filter(price => beginOf(price) <= day);
  const holding = begun.find(({ validUntil = day }) => day <= validUntil);
  const price = holding ?? begun[0] ?? newestFirst.at(-1);
  if (price === undefined) return undefined;
  const isOld = holding === undefined || (price.asOf !== '' && price.asOf < yearBefore(day));
  return { price, isOld };
}

/** Dates in this format sort as strings. */
function beginOf({ validFrom = '' }: ModelPrice): string {
  return validFrom;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function yearBefore(day: string): string {
  return `${String(Number(day.slice(0, 4)) - 1)}${day.slice(4)}`;
}
