/** Base name of the files: `answers.1.db`; the number increases after damage. */
export const ANSWERS_NAME = 'answers';

/** SQLite's `application_id` of answer files: "WnxA". */
export const ANSWERS_APPLICATION_ID = 0x576e7841;

/**
 * Migrations of the answer file. Released migrations are never edited.
 *
 * An `entry` is one answer; its `id` is the beginning of the key, and `mac` authenticates the row (see `EntrySeal`).
 * The score, which changes with every use, is in `standing`, so that counting a use does not rewrite the answer.
 * `epoch` changes with each clearing, so that no window writes pending answers from before it.
 */
export const ANSWERS_MIGRATIONS: readonly string[] = [
  `CREATE TABLE entry(id INTEGER PRIMARY KEY, expires_at_ms INTEGER NOT NULL, mac TEXT NOT NULL, value BLOB NOT NULL) STRICT;
   CREATE INDEX entry_expiry ON entry(expires_at_ms);
   CREATE TABLE standing(id INTEGER PRIMARY KEY, score REAL NOT NULL) STRICT;
   CREATE INDEX standing_order ON standing(score);
   CREATE TABLE clearing(epoch INTEGER NOT NULL) STRICT;
   INSERT INTO clearing VALUES(random() >> 11);`,
];

/** Removes all answers from a file of this format, in one transaction. */
export const REMOVE_ALL_ANSWERS = `BEGIN IMMEDIATE;
  UPDATE clearing SET epoch = random() >> 11;
  DELETE FROM standing;
  DELETE FROM entry;
  COMMIT`;
