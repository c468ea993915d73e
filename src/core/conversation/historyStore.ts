import type { Clock } from '../clock.ts';
import type { Database } from '../database.ts';
import { openDatabase } from '../openDatabase.ts';
import type { Logger } from '../logger.ts';
import { interrupted } from './answer.ts';
import { type Conversation, isOpen, type Turn } from './conversation.ts';
import type { Draft, History } from './history.ts';

/** "WnxH": tells SQLite's tools whose file this is. */
const APPLICATION_ID = 0x576e7848;

const MIGRATIONS = [
  `CREATE TABLE turn(
     conversation TEXT NOT NULL,
     id TEXT NOT NULL,
     asked_at_ms INTEGER NOT NULL,
     json TEXT NOT NULL,
     PRIMARY KEY(conversation, id)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX turn_order ON turn(conversation, asked_at_ms);
   CREATE TABLE draft(conversation TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;`,
];

interface HistoryStoreOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onSetAside?: (damagedPath: string, newPath: string) => void;
}

/** Conversations in a SQLite file, one row a turn. Nothing is ever deleted here. */
export class HistoryStore implements History {
  readonly #database: Database;

  private constructor(database: Database) {
    this.#database = database;
  }

  /** Throws as `openDatabase`. */
  static async open(options: HistoryStoreOptions): Promise<HistoryStore> {
    const format = { name: 'history', applicationId: APPLICATION_ID, migrations: MIGRATIONS };
    return new HistoryStore(await openDatabase({ ...options, ...format }));
  }

  load(conversationId: string): Conversation | undefined {
    const rows = this.#database.read(() =>
      this.#database
        .statement('SELECT json FROM turn WHERE conversation = ? ORDER BY asked_at_ms, id')
        .all(conversationId),
    );
    const turns = rows.map(row => asTurn(row['json']));
    return turns.length === 0 ? undefined : { id: conversationId, turns };
  }

  async save(conversationId: string, turn: Turn): Promise<void> {
    await this.#database.transaction(() =>
      this.#database
        .statement(
          `INSERT INTO turn(conversation, id, asked_at_ms, json) VALUES (?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET json = excluded.json`,
        )
        .run(conversationId, turn.id, turn.askedAtMs, JSON.stringify(turn)),
    );
  }

  loadDraft(conversationId: string): Draft | undefined {
    const row = this.#database.read(() =>
      this.#database.statement('SELECT json FROM draft WHERE conversation = ?').get(conversationId),
    );
    return row === undefined ? undefined : (JSON.parse(String(row['json'])) as Draft);
  }

  async saveDraft(conversationId: string, draft: Draft): Promise<void> {
    await this.#database.transaction(() =>
      this.#database
        .statement('INSERT INTO draft(conversation, json) VALUES (?, ?) ON CONFLICT DO UPDATE SET json = excluded.json')
        .run(conversationId, JSON.stringify(draft)),
    );
  }

  close(): void {
    this.#database.close();
  }
}

/** Only this class writes the rows, in transactions, so their shape is known. */
function asTurn(json: unknown): Turn {
  const turn = JSON.parse(String(json)) as Turn;
  return isOpen(turn) ? { ...turn, answer: interrupted(turn.answer) } : turn;
}
