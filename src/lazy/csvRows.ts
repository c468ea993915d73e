import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { parse } from 'csv-parse';

/** The exports of this file, which is a separate bundle loaded on demand. */
export interface CsvRowsPart {
  readonly csvRows: CsvRows;
}

/**
 * Splits CSV text into rows of cells. Yields to the event loop between pieces of text. Throws when a quote is not
 * closed or a line is longer than any real one.
 */
export type CsvRows = (pieces: Iterable<string>, delimiter: string) => AsyncIterable<readonly string[]>;

/** A line with about sixty columns has a few kilobytes. */
const MAX_LINE_BYTES = 1024 * 1024;

/** See `CsvRows`. */
export const csvRows: CsvRows = (pieces, delimiter) => {
  const parser = parse({
    delimiter,
    max_record_size: MAX_LINE_BYTES,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  });
  const source = Readable.from(calmly(pieces), { objectMode: false, encoding: 'utf8' });
  source.on('error', error => parser.destroy(error));
  parser.on('close', () => source.destroy());
  return source.pipe(parser) as AsyncIterable<readonly string[]>;
};

async function* calmly(pieces: Iterable<string>): AsyncIterable<string> {
  for (const piece of pieces) {
    yield piece;
    await setImmediate();
  }
}
