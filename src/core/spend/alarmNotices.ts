import type { Database } from '../database/database.ts';

/** Minimum interval between two alarms about the same consumer. */
const AGAIN_MS = 60 * 60_000;

/**
 * Returns true for the first caller in all windows, at most once an hour for each consumer, and records the alarm. Call
 * within a transaction.
 *
 * @param nowMs wall time, read within the transaction.
 */
export function isNewAlarm(database: Database, consumer: string, nowMs: number): boolean {
  const subject = `alarm ${consumer}`;
  const last = database.statement('SELECT max(period) AS at FROM notice WHERE subject = ?').get(subject)?.['at'];
  // The absolute difference, because a clock that was set back must not silence the alarm for longer than an hour.
  if (typeof last === 'number' && Math.abs(nowMs - last) < AGAIN_MS) return false;
  database.statement('DELETE FROM notice WHERE subject = ?').run(subject);
  // The time of the last alarm takes the column `period`; there is one row for each consumer.
  database.statement('INSERT INTO notice(subject, period, percent) VALUES(?, ?, 0)').run(subject, Math.floor(nowMs));
  return true;
}
