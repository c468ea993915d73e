import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import { hasAllAttempts, repairDay } from './dailyRows.ts';

const WANTED = "SELECT 1 FROM meta WHERE key = 'sumsWanted'";

/** Returns whether the daily sums have to be rebuilt: a migration sets the flag when it adds kinds of sums. */
export function areSumsWanted(database: Database): boolean {
  return database.statement(WANTED).get() !== undefined;
}

/**
 * Rebuilds the sums of all days whose attempts are complete, one day per transaction, so that other writers do not wait
 * long. It can be interrupted and started again. Throws `storage`.
 */
export async function remakeSums(database: Database): Promise<void> {
  const days = database.read(() =>
    database
      .statement('SELECT DISTINCT local_day FROM attempt ORDER BY local_day DESC')
      .all()
      .map(row => Number(row['local_day'])),
  );
  for (const day of days) {
    if (!database.isOpen) return;
    await database.transaction(() => hasAllAttempts(database, day) && repairDay(database, day));
    await nextTurn();
  }
  await database.transaction(() => database.statement("DELETE FROM meta WHERE key = 'sumsWanted'").run());
}
