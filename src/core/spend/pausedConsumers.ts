import type { Database } from '../database/database.ts';

/** Whether the person wants nothing to be sent for this consumer. */
export function isPaused(database: Database, consumer: string): boolean {
  return database.statement('SELECT 1 FROM paused WHERE consumer = ?').get(consumer) !== undefined;
}

/** All of them, with the wall time since which they are paused. */
export function readPaused(database: Database): { readonly consumer: string; readonly sinceMs: number }[] {
  return database
    .statement('SELECT consumer, since_ms FROM paused ORDER BY since_ms')
    .all()
    .map(row => ({ consumer: String(row['consumer']), sinceMs: Number(row['since_ms']) }));
}

/** To be called in a transaction, as is `resume`. */
export function pause(database: Database, consumer: string, nowMs: number): void {
  database.statement('INSERT OR IGNORE INTO paused(consumer, since_ms) VALUES(?, ?)').run(consumer, nowMs);
}

export function resume(database: Database, consumer: string): void {
  database.statement('DELETE FROM paused WHERE consumer = ?').run(consumer);
}
