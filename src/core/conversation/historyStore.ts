import type { Clock } from '../clock.ts';
import type { Database } from '../database.ts';
import { openDatabase } from '../openDatabase.ts';
import type { Logger } from '../logger.ts';
import { interrupted } from './answer.ts';
import { type Attachment, type Conversation, isOpen, type Turn } from './conversation.ts';
import type { Draft, History } from './history.ts';
import { LatestWrites } from './latestWrites.ts';
import { withoutRefresh } from './refresh.ts';

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
   CREATE TABLE attachments(turn TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE draft(conversation TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;`,
];

interface HistoryStoreOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onSetAside?: (damagedPath: string, newPath: string) => void;
}

/**
 * Conversations in a SQLite file, one row a turn. A turn is written about once a second while it is answered, so its
 * attachments, which do not change, have a row of their own. Nothing is ever deleted here.
 *
 * What cannot be read counts as not there, and is logged: a damaged row must not keep the extension from starting.
 */
export class HistoryStore implements History {
  readonly #database: Database;
  readonly #logger: Logger;
  readonly #writes: LatestWrites;

  private constructor(database: Database, logger: Logger) {
    this.#database = database;
    this.#logger = logger;
    this.#writes = new LatestWrites(database);
  }

  /** Throws as `openDatabase`. */
  static async open(options: HistoryStoreOptions): Promise<HistoryStore> {
    const format = { name: 'history', applicationId: APPLICATION_ID, migrations: MIGRATIONS, probe: readSizes };
    return new HistoryStore(await openDatabase({ ...options, ...format }), options.logger);
  }

  load(conversationId: string): Conversation | undefined {
    const rows = this.#read(() =>
      this.#database
        .statement(
          `SELECT turn.json AS turn, coalesce(attachments.json, '[]') AS attachments
           FROM turn LEFT JOIN attachments ON attachments.turn = turn.id
           WHERE conversation = ? ORDER BY asked_at_ms, id`,
        )
        .all(conversationId),
    );
    const turns = (rows ?? []).flatMap(
      row => this.#read(() => asTurn(String(row['turn']), String(row['attachments']))) ?? [],
    );
    return turns.length === 0 ? undefined : { id: conversationId, turns };
  }

  save(conversationId: string, { attachments, ...turn }: Turn): Promise<void> {
    const json = JSON.stringify(turn);
    return this.#writes.write(`turn ${turn.id}`, () => {
      this.#database
        .statement(
          `INSERT INTO turn(conversation, id, asked_at_ms, json) VALUES (?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET json = excluded.json`,
        )
        .run(conversationId, turn.id, turn.askedAtMs, json);
      if (attachments.length === 0) return;
      this.#database
        .statement('INSERT OR IGNORE INTO attachments(turn, json) VALUES (?, ?)')
        .run(turn.id, JSON.stringify(attachments));
    });
  }

  loadDraft(conversationId: string): Draft | undefined {
    return this.#read(() => {
      const row = this.#database.statement('SELECT json FROM draft WHERE conversation = ?').get(conversationId);
      return row === undefined ? undefined : (JSON.parse(String(row['json'])) as Draft);
    });
  }

  saveDraft(conversationId: string, draft: Draft): Promise<void> {
    const json = JSON.stringify(draft);
    return this.#writes.write(`draft ${conversationId}`, () => {
      this.#database
        .statement('INSERT INTO draft(conversation, json) VALUES (?, ?) ON CONFLICT DO UPDATE SET json = excluded.json')
        .run(conversationId, json);
    });
  }

  close(): void {
    this.#database.close();
  }

  #read<T>(run: () => T): T | undefined {
    try {
      return this.#database.read(run);
    } catch (error) {
      this.#logger.error(`A part of the history cannot be read: ${error instanceof Error ? error.name : 'unknown'}`);
      return undefined;
    }
  }
}

/** Looks into each table and index, so that a damaged page shows while the file can still be set aside. */
function readSizes(database: Database): void {
  database.statement('SELECT count(json) FROM turn').get();
  database.statement('SELECT max(asked_at_ms) FROM turn INDEXED BY turn_order').get();
  database.statement('SELECT count(json) FROM draft').get();
}

/** Only this class writes the rows, in transactions, so what can be parsed has their shape. */
function asTurn(json: string, attachments: string): Turn {
  const own = JSON.parse(json) as Omit<Turn, 'attachments'>;
  const turn = { ...own, attachments: JSON.parse(attachments) as Attachment[] };
  return { ...turn, answer: isOpen(turn) ? interrupted(turn.answer) : withoutRefresh(turn.answer) };
}
