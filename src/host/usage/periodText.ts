import { isMonth, type BillPeriod } from '../../core/spend/bill/billPeriod.ts';

/** Formats a day as `2026-11-22`, a month as `2026-11`. */
export function periodText(period: BillPeriod): string {
  const digits = String(period);
  const month = `${digits.slice(0, 4)}-${digits.slice(4, 6)}`;
  return isMonth(period) ? month : `${month}-${digits.slice(6)}`;
}
