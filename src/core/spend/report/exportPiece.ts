import type { Statements } from '../../database/database.ts';
import { csvHead, csvLine, type CsvHeaders } from './exportCsv.ts';
import { exportedAttempt } from './exportedAttempt.ts';
import { JSON_END, jsonHead, jsonLine } from './exportJson.ts';
import { readExportPage, type ExportPlace, type ExportRange } from './exportRows.ts';

/** What to export, and in which format. */
export interface ExportQuery extends ExportRange {
  readonly format: { readonly name: 'csv'; readonly headers: CsvHeaders } | { readonly name: 'json' };
}

/** A piece of the exported file. */
export interface ExportPiece {
  readonly text: string;
  readonly attempts: number;
  /** Where the next piece begins; `undefined` for the last one. */
  readonly next: ExportPlace | undefined;
}

/** About a few hundred kilobytes. */
const ATTEMPTS_A_PIECE = 1_000;

/** Returns the piece after a position, or the first one. */
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
