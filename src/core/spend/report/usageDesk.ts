import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { describeError } from '../../errors.ts';
import { exportPiece, type ExportPiece, type ExportQuery } from './exportPiece.ts';
import type { ExportPlace } from './exportRows.ts';
import { readUsage } from './readUsage.ts';
import type { UsageQuery, UsageReport } from './usageReport.ts';

/** A request to the worker, about the ledger in the file `path`. */
export type UsageQuestion = { readonly path: string } & (
  | { readonly kind: 'report'; readonly query: UsageQuery }
  | { readonly kind: 'piece'; readonly query: ExportQuery; readonly after: ExportPlace | undefined }
);

/** The worker's answer. Failures are plain data: error classes do not survive the transfer between threads. */
export type UsageAnswer =
  | { readonly kind: 'report'; readonly report: UsageReport }
  | { readonly kind: 'piece'; readonly piece: ExportPiece }
  | { readonly kind: 'failure'; readonly message: string };

/** How long a reader waits for a writer on a network drive, which has no write-ahead log. Only this thread waits. */
const BUSY_MS = 5_000;

/** Read-only queries of a ledger, run in a worker thread. */
export class UsageDesk {
  #file: { readonly path: string; readonly connection: DatabaseSync } | undefined;
  readonly #statements = new Map<string, StatementSync>();

  /** Never throws. */
  answer(question: UsageQuestion): UsageAnswer {
    try {
      const connection = this.#open(question.path);
      // A snapshot, so that all numbers are of the same moment.
      connection.exec('BEGIN');
      const answer = this.#read(question);
      connection.exec('COMMIT');
      return answer;
    } catch (error) {
      const message = describeError(error);
      this.close();
      return { kind: 'failure', message };
    }
  }

  close(): void {
    this.#statements.clear();
    this.#file?.connection.close();
    this.#file = undefined;
  }

  #open(path: string): DatabaseSync {
    if (this.#file?.path === path) return this.#file.connection;
    this.close();
    const connection = new DatabaseSync(path, { readOnly: true });
    this.#file = { path, connection };
    connection.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    return connection;
  }

  #read(question: UsageQuestion): UsageAnswer {
    const database = { statement: (sql: string) => this.#statement(sql) };
    if (question.kind === 'report') return { kind: 'report', report: readUsage(database, question.query) };
    return { kind: 'piece', piece: exportPiece(database, question.query, question.after) };
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    if (this.#file === undefined) throw new Error('No file is open');
    const statement = this.#file.connection.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
