import type { Database } from '../../database/database.ts';

/** The history's files are `history.1.db` and so on. */
export const HISTORY_NAME = 'history';

/** "WnxH": tells SQLite's tools whose file this is. */
export const HISTORY_APPLICATION_ID = 0x576e7848;

/**
 * Rows of conversations for turns that have none, by their oldest and newest turns; the workspace is not known then. Text
 * may be damaged or of an old version, so that nothing is taken for granted of it.
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
 * A turn that is being answered is a row and pieces behind it: `growth` names those that belong to the row as it stands,
 * and is NULL for a turn that is whole. The name of pieces is used once, so that those of another window, which knows an
 * older row, belong to nothing.
 *
 * A conversation that was deleted keeps everything until it is purged.
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

/** Looks into each table and index, so that a damaged page shows while the file can still be set aside. */
export function readHistorySizes(database: Database): void {
  database.statement('SELECT count(json) FROM turn').get();
  database.statement('SELECT max(asked_at_ms) FROM turn INDEXED BY turn_order').get();
  database.statement('SELECT count(title) FROM conversation').get();
  database.statement('SELECT max(changed_at_ms) FROM conversation INDEXED BY conversation_order').get();
  database.statement('SELECT count(json) FROM piece').get();
  database.statement('SELECT count(json) FROM draft').get();
}
