import type { NanoYuan } from './money.ts';

/** Written at the start of a CSV file: without it, Excel decodes UTF-8 in the system's encoding. */
export const BYTE_ORDER_MARK = '\uFEFF';

const END_OF_LINE = '\r\n';

/** Prefixes that a spreadsheet may treat as a formula, including the full-width characters of Chinese input. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** Returns a CSV row (RFC 4180) of cells made by `textCell` or `yuanCell`, or of numbers. */
export function csvRow(cells: readonly string[]): string {
  return cells.join() + END_OF_LINE;
}

/** Returns a text as a cell. Prefixes an apostrophe to anything that looks like a formula. */
export function textCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Returns an amount as a cell in yuan, with up to nine decimals. Avoids division, which would round. */
export function yuanCell(amount: NanoYuan): string {
  const digits = String(Math.abs(amount)).padStart(10, '0');
  const decimals = digits.slice(-9).replace(/0+$/, '');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -9)}${decimals === '' ? '' : `.${decimals}`}`;
}
