/** Name of the files: `answers.1.db`, and the next number after a damaged one. */
export const ANSWERS_NAME = 'answers';

/** SQLite's `application_id` of the answers: "WnxA". */
export const ANSWERS_APPLICATION_ID = 0x576e7841;

/**
 * The format of the answers, step by step. Released steps are never edited.
 *
 * An `entry` is one answer; its `id` is the beginning of its key, and `mac` vouches for all of it (see `EntrySeal`). What
 * changes with every use is beside it in `standing`, so that counting a use does not write the answer anew. `epoch` has
 * another value after each clearing, so that no window brings back what it still had to write.
 */
export const ANSWERS_MIGRATIONS: readonly string[] = [
  `CREATE TABLE entry(id INTEGER PRIMARY KEY, expires_at_ms INTEGER NOT NULL, mac TEXT NOT NULL, value BLOB NOT NULL) STRICT;
   CREATE INDEX entry_expiry ON entry(expires_at_ms);
   CREATE TABLE standing(id INTEGER PRIMARY KEY, score REAL NOT NULL) STRICT;
   CREATE INDEX standing_order ON standing(score);
   CREATE TABLE clearing(epoch INTEGER NOT NULL) STRICT;
   INSERT INTO clearing VALUES(random() >> 11);`,
];

/** Takes all answers out of a file of this format, in a transaction of its own. */
export const REMOVE_ALL_ANSWERS = `BEGIN IMMEDIATE;
  UPDATE clearing SET epoch = random() >> 11;
  DELETE FROM standing;
  DELETE FROM entry;
  COMMIT`;
