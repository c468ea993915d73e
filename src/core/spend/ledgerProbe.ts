import type { Database } from '../database.ts';

/** Looks into each table and index that a booking needs, so that damage is found when there is still an easy way out. */
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
  database.statement('SELECT max(local_day) FROM daily').get();
  database.statement('SELECT count(*) FROM lane').get();
}
