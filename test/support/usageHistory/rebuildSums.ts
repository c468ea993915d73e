import type { Database } from '../../../src/core/database/database.ts';
import { repairDay } from '../../../src/core/spend/dailyRows.ts';
import { CACHE_LEVELS, DAILY_KIND, OUTCOMES } from '../../../src/core/spend/ledgerFormat.ts';

/** Recomputes all daily sums from the attempts and questions of a ledger. Must be called in a transaction. */
export function rebuildSums(database: Database): void {
  database.execute('DELETE FROM daily; DELETE FROM latency');
  rebuildQuestions(database);
  const days = database.statement('SELECT DISTINCT local_day FROM attempt').all();
  for (const { local_day: day } of days) repairDay(database, Number(day));
}

/** A question has the outcome of its last attempt. */
function rebuildQuestions(database: Database): void {
  const add = (kind: number, value: string, from: string, unknown = '0', saved = '0'): void =>
    database.execute(
      `INSERT INTO daily SELECT local_day, ${kind}, ${value} AS value, count(*), 0, 0, 0, 0, 0, ${unknown}, 0, 0, 0, 0,
         ${saved} FROM ${from} GROUP BY local_day, value`,
    );
  const saved = 'coalesce(sum(saved_nano), 0)';
  add(DAILY_KIND.cacheLevel, 'cache_level', 'question', 'count(*) - count(saved_nano)', saved);
  database.execute(
    `INSERT INTO daily SELECT local_day, ${DAILY_KIND.total}, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ${saved} FROM question
     GROUP BY local_day`,
  );
  const [ok, failed, cancelled] = [OUTCOMES.indexOf('ok'), OUTCOMES.indexOf('failed'), OUTCOMES.indexOf('cancelled')];
  const last = '(SELECT local_day, outcome, max(id) FROM attempt GROUP BY question)';
  add(DAILY_KIND.cacheLevel, String(CACHE_LEVELS.indexOf('asked')), `${last} WHERE outcome = ${ok}`);
  const ending = `iif(outcome = ${cancelled}, ${cancelled}, ${failed})`;
  add(DAILY_KIND.question, ending, `${last} WHERE outcome <> ${ok}`);
}
