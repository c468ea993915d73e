import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { Statements } from '../../database/database.ts';
import { describeError } from '../../errors.ts';
import type { Turn } from '../conversation.ts';
import { conversationJson } from '../exchange/conversationJson.ts';
import { conversationMarkdown } from '../exchange/conversationMarkdown.ts';
import { importConversation, type Imported } from '../exchange/importConversation.ts';
import type { ImportProblem } from '../exchange/exportedConversation.ts';
import { parseConversation } from '../exchange/parseConversation.ts';
import { findConversations } from '../list/findConversations.ts';
import type { ListedConversation, ListQuery } from '../list/listQuery.ts';
import { turnSlices } from '../store/readTurns.ts';
import { turnOf, type TurnRow } from '../store/turnRow.ts';
import type { Exported, ExportQuery, HistoryAnswer, HistoryQuestion, ImportQuery } from './historyQuestion.ts';

/** So long a reader waits for a writer on a network drive, and an import for another window. Nobody else waits with it. */
const BUSY_MS = 5_000;

/** Finds, exports and imports conversations of a history's file, in a thread of its own. */
export class HistoryDesk {
  /** Number of the newest search: older ones are given up. */
  #newest = 0;

  /** Never rejects. */
  async answer(question: HistoryQuestion): Promise<HistoryAnswer> {
    const { number, kind } = question;
    if (kind === 'find') this.#newest = number;
    const connection = new Connection();
    try {
      connection.open(question.path, kind !== 'import');
      switch (kind) {
        case 'find':
          return { number, kind, found: await this.#find(connection, question.query, number) };
        case 'export':
          return { number, kind, exported: exportOf(connection, question.query) };
        case 'import':
          return { number, kind, imported: importInto(connection, question.query) };
      }
    } catch (error) {
      return { number, kind: 'failure', message: describeError(error) };
    } finally {
      connection.close();
    }
  }

  /** A newer question is heard between two conversations. */
  async #find(
    connection: Connection,
    query: ListQuery,
    number: number,
  ): Promise<readonly ListedConversation[] | undefined> {
    const found: ListedConversation[] = [];
    for (const conversation of findConversations(connection, query)) {
      if (conversation !== undefined) found.push(conversation);
      if (query.text === '') continue;
      await setImmediate(undefined);
      if (this.#newest !== number) return undefined;
    }
    return found;
  }
}

/** A connection of one question, so that no file is held open while nobody asks anything. */
class Connection implements Statements {
  #database: DatabaseSync | undefined;
  readonly #statements = new Map<string, StatementSync>();

  open(path: string, readOnly: boolean): void {
    this.#database = new DatabaseSync(path, { readOnly });
    this.#database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    if (!readOnly) this.#database.exec('PRAGMA wal_autocheckpoint = 0');
  }

  statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#opened().prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  transaction(run: () => void): void {
    this.#opened().exec('BEGIN IMMEDIATE');
    try {
      run();
      this.#opened().exec('COMMIT');
    } finally {
      if (this.#opened().isTransaction) this.#opened().exec('ROLLBACK');
    }
  }

  close(): void {
    this.#statements.clear();
    this.#database?.close();
    this.#database = undefined;
  }

  #opened(): DatabaseSync {
    if (this.#database === undefined) throw new Error('No file is open');
    return this.#database;
  }
}

function exportOf(database: Statements, { id, format, words, newer }: ExportQuery): Exported | undefined {
  const row = database.statement('SELECT title, tip FROM conversation WHERE id = ?').get(id);
  if (row === undefined) return undefined;
  const turns = new Map<string, Turn>();
  for (const slice of turnSlices(database, id)) {
    for (const turn of slice.flatMap(each => readable(database, each))) turns.set(turn.id, turn);
  }
  for (const turn of newer) turns.set(turn.id, turn);
  const title = String(row['title']);
  const tip = typeof row['tip'] === 'string' ? row['tip'] : undefined;
  const exported = { title, conversation: { id, turns: [...turns.values()], tip } };
  const text = format === 'json' ? conversationJson(exported) : conversationMarkdown(exported, words);
  return { title, bytes: new TextEncoder().encode(text) };
}

/** A damaged row is left out, as when the conversation is shown. */
function readable(database: Statements, row: TurnRow): Turn[] {
  try {
    return [turnOf(database, row)];
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return [];
    throw error;
  }
}

function importInto(connection: Connection, { bytes, workspace, nowMs }: ImportQuery): Imported | ImportProblem {
  const parsed = parseConversation(bytes);
  if (typeof parsed === 'string') return parsed;
  return importConversation(connection, parsed, {
    workspace,
    nowMs,
    transaction: run => connection.transaction(run),
  });
}
