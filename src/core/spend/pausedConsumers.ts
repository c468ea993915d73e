import type { Database } from '../database/database.ts';

/** Returns whether the user has paused a consumer. */
export function isPaused(database: Database, consumer: string): boolean {
  return database.statement('SELECT 1 FROM paused WHERE consumer = ?').get(consumer) !== undefined;
}

/** Reads all paused consumers, with the wall time of the pause. */
export function readPaused(database: Database): { readonly consumer: string; readonly sinceMs: number }[] {
  return database
    .statement('SELECT consumer, since_ms FROM paused ORDER BY since_ms')
    .all()
    .map(row => ({ consumer: String(row['consumer']), sinceMs: Number(row['since_ms']) }));
}

/** Pauses a consumer. Call within a transaction, as `resume`. */
export function pause(database: Database, consumer: string, nowMs: number): void {
  database.statement('INSERT OR IGNORE INTO paused(consumer, since_ms) VALUES(?, ?)').run(consumer, nowMs);
}

export function resume(database: Database, consumer: string): void {
  database.statement('DELETE FROM paused WHERE consumer = ?').run(consumer);
}
