import type { NanoYuan } from './money.ts';

/** A CSV file begins with it: without it, Excel takes UTF-8 for the system's own encoding. */
export const BYTE_ORDER_MARK = '\uFEFF';

const END_OF_LINE = '\r\n';

/** What a spreadsheet may take for a formula, also in the wide characters of Chinese input. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** A row of a CSV file by RFC 4180, of cells that `textCell` or `yuanCell` made, or that are numbers. */
export function csvRow(cells: readonly string[]): string {
  return cells.join() + END_OF_LINE;
}

/** A text as a cell. It cannot become a formula: what looks like one gets an apostrophe. */
export function textCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** An amount as a cell: whole yuan, and as many of the nine decimals as there are. No division: it would round. */
export function yuanCell(amount: NanoYuan): string {
  const digits = String(Math.abs(amount)).padStart(10, '0');
  const decimals = digits.slice(-9).replace(/0+$/, '');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -9)}${decimals === '' ? '' : `.${decimals}`}`;
}
