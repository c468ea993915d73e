import type { CsvRowsPart } from '../../lazy/csvRows.ts';

/** Loads the bundle with csv-parse, a sibling of the extension's bundle. Only a bill from a file needs it. */
export function loadCsvRows(): CsvRowsPart {
  return require('./csvRows.cjs') as CsvRowsPart;
}
