import { BYTE_ORDER_MARK, csvRow, textCell, yuanCell } from '../../csvCells.ts';
import type { ExportedAttempt } from './exportedAttempt.ts';

/** The columns of a CSV file, in order. */
export const CSV_COLUMNS = [
  'sentAt',
  'localDay',
  'billDay',
  'account',
  'endpoint',
  'model',
  'workspace',
  'feature',
  'consumer',
  'cause',
  'question',
  'attempt',
  'outcome',
  'failure',
  'inputTokens',
  'cachedInputTokens',
  'outputTokens',
  'reasoningTokens',
  'source',
  'amountYuan',
  'waitMs',
  'firstContentMs',
  'totalMs',
  'requestId',
] as const;
export type CsvColumn = (typeof CSV_COLUMNS)[number];

/** Headings of the columns in the user's language. */
export type CsvHeaders = Readonly<Record<CsvColumn, string>>;

/** Returns the header of a CSV file (RFC 4180). */
export function csvHead(headers: CsvHeaders): string {
  return `${BYTE_ORDER_MARK}${csvRow(CSV_COLUMNS.map(column => textCell(headers[column])))}`;
}

/**
 * Returns one CSV line. Texts cannot become formulas, numbers stay numbers, and the amount is exact to the nano-yuan.
 */
export function csvLine(attempt: ExportedAttempt): string {
  const cells = { ...attempt, amountYuan: attempt.amountNanoYuan === null ? null : yuanCell(attempt.amountNanoYuan) };
  return csvRow(
    CSV_COLUMNS.map(column => {
      const value = cells[column];
      if (value === null) return '';
      return typeof value === 'number' || column === 'amountYuan' ? String(value) : textCell(value);
    }),
  );
}
