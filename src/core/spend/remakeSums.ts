import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import { hasAllAttempts, repairDay } from './dailyRows.ts';

const WANTED = "SELECT 1 FROM meta WHERE key = 'sumsWanted'";

/** Whether the file says that its sums are not those of its attempts: after it got more of them, or was salvaged. */
export function areSumsWanted(database: Database): boolean {
  return database.statement(WANTED).get() !== undefined;
}

/**
 * Makes the sums of all days anew of which all attempts are there, a day at a time, so that nobody waits for long; it can be
 * left in the middle and begun again. Throws `storage`.
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
