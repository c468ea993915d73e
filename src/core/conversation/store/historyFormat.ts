import type { Database } from '../../database/database.ts';

/** Base name of the database files: `history.1.db` and so on. */
export const HISTORY_NAME = 'history';

/** "WnxH": identifies the file's application to SQLite's tools. */
export const HISTORY_APPLICATION_ID = 0x576e7848;

/**
 * Creates missing conversation rows for turns, from their oldest and newest turn; the workspace is unknown then. JSON
 * may be damaged or of an old version, so nothing is assumed of it.
 */
export const ADOPT_TURNS = `
  INSERT OR IGNORE INTO conversation(id, workspace, title, created_at_ms, changed_at_ms)
  SELECT conversation, '', coalesce((
      SELECT substr(trim(replace(replace(json_extract(first.json, '$.question'), char(13), ' '), char(10), ' ')), 1, 80)
      FROM turn AS first
      WHERE first.conversation = turn.conversation AND json_valid(first.json)
      ORDER BY first.asked_at_ms, first.id LIMIT 1
    ), ''), min(asked_at_ms), max(asked_at_ms)
  FROM turn GROUP BY conversation;`;

/**
 * A turn in progress is stored as a row and appended pieces: `growth` identifies the pieces that belong to the current
 * row, and is NULL for a complete turn. The identifier is never reused, so pieces of another window, which knows an
 * older row, match no row.
 *
 * A deleted conversation keeps all its data until it is purged.
 */
export const HISTORY_MIGRATIONS = [
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
  `CREATE TABLE conversation(
     id TEXT PRIMARY KEY,
     workspace TEXT NOT NULL,
     title TEXT NOT NULL,
     is_renamed INTEGER NOT NULL DEFAULT 0,
     is_pinned INTEGER NOT NULL DEFAULT 0,
     created_at_ms INTEGER NOT NULL,
     changed_at_ms INTEGER NOT NULL,
     deleted_at_ms INTEGER,
     tip TEXT
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX conversation_order ON conversation(changed_at_ms);
   CREATE INDEX conversation_deleted ON conversation(deleted_at_ms) WHERE deleted_at_ms IS NOT NULL;
   ALTER TABLE turn ADD COLUMN growth TEXT;
   CREATE TABLE piece(
     growth TEXT NOT NULL,
     number INTEGER NOT NULL,
     json TEXT NOT NULL,
     PRIMARY KEY(growth, number)
   ) STRICT, WITHOUT ROWID;
   ${ADOPT_TURNS}`,
];

/** Reads from each table and index, so that damaged pages are detected while the file can still be set aside. */
export function readHistorySizes(database: Database): void {
  database.statement('SELECT count(json) FROM turn').get();
  database.statement('SELECT max(asked_at_ms) FROM turn INDEXED BY turn_order').get();
  database.statement('SELECT count(title) FROM conversation').get();
  database.statement('SELECT max(changed_at_ms) FROM conversation INDEXED BY conversation_order').get();
  database.statement('SELECT count(json) FROM piece').get();
  database.statement('SELECT count(json) FROM draft').get();
}
