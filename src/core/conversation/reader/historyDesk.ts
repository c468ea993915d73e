import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { Statements } from '../../database/database.ts';
import { describeError } from '../../errors.ts';
import type { Turn } from '../conversation.ts';
import { withUris } from '../exchange/attachedFiles.ts';
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

/** Lock timeout, for writers on a network drive and for imports. It blocks only the worker thread. */
const BUSY_MS = 5_000;

/** Searches, exports and imports conversations in a worker thread, directly in the history's file. */
export class HistoryDesk {
  /** Number of the latest search; older ones are cancelled. */
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

  /** Yields to the event loop between two conversations, so that a newer search can cancel this one. */
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

/** A connection for a single request, so that the file is not kept open while the worker is idle. */
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

/** Skips damaged rows, as the conversation view does. */
function readable(database: Statements, row: TurnRow): Turn[] {
  try {
    return [turnOf(database, row)];
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return [];
    throw error;
  }
}

function importInto(
  connection: Connection,
  { bytes, workspace, folders, nowMs }: ImportQuery,
): Imported | ImportProblem {
  const parsed = parseConversation(bytes);
  if (typeof parsed === 'string') return parsed;
  const { title, conversation } = parsed;
  const turns = withUris(conversation.turns, folders);
  return importConversation(
    connection,
    { title, conversation: { ...conversation, turns } },
    {
      workspace,
      nowMs,
      transaction: run => connection.transaction(run),
    },
  );
}
