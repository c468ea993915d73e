import { BYTE_ORDER_MARK, csvRow, textCell, yuanCell } from '../../csvCells.ts';
import type { Item } from '../item.ts';

/** The columns of the results CSV, in order. */
export const RESULT_COLUMNS = [
  'customId',
  'state',
  'model',
  'text',
  'failure',
  'inputTokens',
  'outputTokens',
  'amountYuan',
  'tries',
  'requestId',
  'file',
] as const;

type ResultColumn = (typeof RESULT_COLUMNS)[number];

/** Localized texts of the results CSV. */
export interface ResultsCsvWords {
  readonly headers: Readonly<Record<ResultColumn, string>>;
  readonly states: Readonly<Record<Item['state'], string>>;
  /** Returns the display name of a file. */
  readonly fileOf: (uri: string) => string;
}

/** Returns the header of the results CSV. */
export function resultsCsvHead({ headers }: ResultsCsvWords): string {
  return BYTE_ORDER_MARK + csvRow(RESULT_COLUMNS.map(column => textCell(headers[column])));
}

/** Returns a row of the results CSV. Texts cannot become formulas; a failure is its kind and the service's code. */
export function resultsCsvRow(item: Item, { states, fileOf }: ResultsCsvWords): string {
  const { customId, state, outcome, amountNanoYuan, tries, source } = item;
  const done = outcome?.state === 'done' ? outcome : undefined;
  const failure = outcome?.state === 'failed' ? outcome.failure : undefined;
  const cells: Readonly<Record<ResultColumn, string>> = {
    customId: textCell(customId),
    state: textCell(states[state]),
    model: textCell(done?.model ?? ''),
    text: textCell(done?.answer.text ?? ''),
    failure: textCell(failure === undefined ? '' : [failure.kind, failure.code].filter(Boolean).join(' ')),
    inputTokens: numberCell(done?.usage?.inputTokens),
    outputTokens: numberCell(done?.usage?.outputTokens),
    amountYuan: amountNanoYuan === undefined ? '' : yuanCell(amountNanoYuan),
    tries: numberCell(tries),
    requestId: textCell(done?.requestId ?? failure?.requestId ?? ''),
    file: textCell(source === undefined ? '' : fileOf(source.uri)),
  };
  return csvRow(RESULT_COLUMNS.map(column => cells[column]));
}

function numberCell(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}
