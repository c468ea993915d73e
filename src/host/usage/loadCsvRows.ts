import type { CsvRowsPart } from '../../lazy/csvRows.ts';

/** Loads the part with csv-parse, which only a bill from a file needs. It stands beside the extension's bundle. */
export function loadCsvRows(): CsvRowsPart {
  return require('./csvRows.cjs') as CsvRowsPart;
}
