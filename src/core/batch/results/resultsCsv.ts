import { BYTE_ORDER_MARK, csvRow, textCell, yuanCell } from '../../csvCells.ts';
import type { Item } from '../item.ts';

/** The columns of a CSV file of results, in order. */
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

/** What a CSV file of results says in the person's language. */
export interface ResultsCsvWords {
  readonly headers: Readonly<Record<ResultColumn, string>>;
  readonly states: Readonly<Record<Item['state'], string>>;
  /** A file as a person names it. */
  readonly fileOf: (uri: string) => string;
}

/** The beginning of a CSV file of results. */
export function resultsCsvHead({ headers }: ResultsCsvWords): string {
  return BYTE_ORDER_MARK + csvRow(RESULT_COLUMNS.map(column => textCell(headers[column])));
}

/** A row of it. Texts cannot become formulas; the failure is its kind with the service's own code. */
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
