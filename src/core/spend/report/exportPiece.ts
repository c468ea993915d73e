import type { Statements } from '../../database/database.ts';
import { csvHead, csvLine, type CsvHeaders } from './exportCsv.ts';
import { exportedAttempt } from './exportedAttempt.ts';
import { JSON_END, jsonHead, jsonLine } from './exportJson.ts';
import { readExportPage, type ExportPlace, type ExportRange } from './exportRows.ts';

/** What is exported, and how it is written. */
export interface ExportQuery extends ExportRange {
  readonly format: { readonly name: 'csv'; readonly headers: CsvHeaders } | { readonly name: 'json' };
}

/** A piece of a file. */
export interface ExportPiece {
  readonly text: string;
  readonly attempts: number;
  /** Where the next piece begins; `undefined` for the last one. */
  readonly next: ExportPlace | undefined;
}

/** Some hundred kilobytes. */
const ATTEMPTS_A_PIECE = 1_000;

/** The piece of the file that begins after a place; without one the first. */
export function exportPiece(database: Statements, query: ExportQuery, after: ExportPlace | undefined): ExportPiece {
  const { entries, next } = readExportPage(database, query, after, ATTEMPTS_A_PIECE);
  const attempts = entries.map(exportedAttempt);
  const isFirst = after === undefined;
  const parts =
    query.format.name === 'csv'
      ? [isFirst ? csvHead(query.format.headers) : '', ...attempts.map(csvLine)]
      : [
          isFirst ? jsonHead({ firstDay: query.firstDay, lastDay: query.lastDay }) : '',
          ...attempts.map((attempt, index) => jsonLine(attempt, isFirst && index === 0)),
          next === undefined ? JSON_END : '',
        ];
  return { text: parts.join(''), attempts: attempts.length, next };
}
