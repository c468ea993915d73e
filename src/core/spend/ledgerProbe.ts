import type { Database } from '../database/database.ts';

/** Indexes of `batch_item`, each with a condition under which SQLite can use it. */
const BATCH_INDEXES = [
  ['number', "job = ''"],
  ['custom_id', "job = ''"],
  ['state', "job = ''"],
  ['next', "job = '' AND state = 0"],
  ['runner', 'runner = 0'],
  ['ended', "job = '' AND ended = 0"],
] as const;

/** Reads from every table and index that bookings need, so that damage is found while recovery is still easy. */
export function readEverySize(database: Database): void {
  database.statement('SELECT count(*) FROM window').get();
  database.statement('SELECT max(seq) FROM sqlite_sequence').get();
  database.statement('SELECT count(*) FROM name').get();
  database.statement("SELECT 1 FROM name WHERE kind = 0 AND text = ''").get();
  database.statement('SELECT max(id) FROM price').get();
  database.statement("SELECT 1 FROM price WHERE json = ''").get();
  database.statement('SELECT max(id) FROM attempt').get();
  database.statement('SELECT max(local_day) FROM attempt').get();
  database.statement('SELECT 1 FROM attempt WHERE state = 0 LIMIT 1').get();
  database.statement('SELECT max(question) FROM attempt').get();
  database.statement('SELECT max(batch) FROM attempt WHERE batch IS NOT NULL').get();
  database.statement('SELECT max(local_day) FROM daily').get();
  database.statement('SELECT max(local_day) FROM latency').get();
  for (const table of ['lane', 'budget', 'notice', 'paused', 'token_factor', 'answer_length']) {
    database.statement(`SELECT count(*) FROM ${table}`).get();
  }
  // An item's result is written together with its booking.
  database.statement('SELECT max(value) FROM daily INDEXED BY daily_batch WHERE kind = 10').get();
  database.statement('SELECT max(id) FROM batch_item').get();
  for (const [index, where] of BATCH_INDEXES) {
    database.statement(`SELECT 1 FROM batch_item INDEXED BY batch_item_${index} WHERE ${where} LIMIT 1`).get();
  }
  for (const table of ['batch_job', 'batch_count', 'batch_runner', 'batch_part']) {
    database.statement(`SELECT count(*) FROM ${table}`).get();
  }
}
