import type { Database } from '../database.ts';
import type { NanoYuan } from '../money.ts';
import { DAILY_KIND, OUTCOMES, SOURCES, STATE } from './ledgerFormat.ts';

/** Spending of a day or of several. */
export interface Spend {
  /** Of all attempts whose price is known. */
  readonly amountNanoYuan: NanoYuan;
  /** True if any part of the amount is an estimate. */
  readonly estimated: boolean;
  /** Attempts that are not in the amount because their price is unknown. */
  readonly unknownPrice: number;
  /** Attempts that ended, also those that failed. */
  readonly requests: number;
  /** Of these, the ones that were answered. */
  readonly answered: number;
  /** Of these, the ones that failed or whose window died; stopped ones are neither. */
  readonly failed: number;
  /** What the answers had cost that were given without asking the service, as far as that is known. */
  readonly savedNanoYuan: NanoYuan;
}

/** What a budget has to know of a day. In nano-yuan. */
export interface DayTotals {
  /** Booked, as far as the price was known. */
  readonly spentNanoYuan: NanoYuan;
  /** The most that the attempts which are open now can cost. */
  readonly reservedNanoYuan: NanoYuan;
}

const outcome = (name: (typeof OUTCOMES)[number]): number => OUTCOMES.indexOf(name);

/**
 * What each column of `daily` is the sum of, over the attempts of a day that ended. `saved_nano` is not among them: it
 * comes from questions that needed no attempt.
 */
const SUMS: Readonly<Record<string, string>> = {
  attempts: 'count(*)',
  ok: `count(*) FILTER (WHERE outcome = ${outcome('ok')})`,
  failed: `count(*) FILTER (WHERE outcome IN (${outcome('failed')}, ${outcome('lost')}))`,
  cancelled: `count(*) FILTER (WHERE outcome = ${outcome('cancelled')})`,
  amount_nano: 'coalesce(sum(amount_nano), 0)',
  estimated_nano: `coalesce(sum(amount_nano) FILTER (WHERE source = ${SOURCES.indexOf('estimate')}), 0)`,
  unknown_price: 'count(*) FILTER (WHERE amount_nano IS NULL)',
  input_tokens: 'coalesce(sum(input_tokens), 0)',
  cached_tokens: 'coalesce(sum(cached_tokens), 0)',
  output_tokens: 'coalesce(sum(output_tokens), 0)',
  reasoning_tokens: 'coalesce(sum(reasoning_tokens), 0)',
};
const COLUMNS = Object.keys(SUMS);
const INSERT_TOTAL = `INSERT INTO daily(local_day, kind, value, saved_nano, ${COLUMNS.join()})`;
const ON_TOTAL_THERE = 'ON CONFLICT(local_day, kind, value) DO UPDATE SET';

/**
 * Runs `change`, which ends an attempt or corrects how it ended, and changes the sums of its day by the difference.
 * To be called in the transaction of that change, for every change of an attempt's state, amount, outcome or tokens.
 */
export function rebook(database: Database, attemptId: number, change: () => void): void {
  addToDay(database, attemptId, -1);
  change();
  addToDay(database, attemptId, 1);
}

const ADD_TO_DAY = `${INSERT_TOTAL}
   SELECT local_day, ${DAILY_KIND.total}, 0, 0, ${COLUMNS.map(column => `?1 * ${SUMS[column]}`).join()}
   FROM attempt WHERE id = ?2 AND state <> ${STATE.open} GROUP BY local_day
   ${ON_TOTAL_THERE} ${COLUMNS.map(column => `${column} = ${column} + excluded.${column}`).join()}`;

/** Adds what the attempt is booked as, or takes it out; an open one is booked as nothing yet. */
function addToDay(database: Database, attemptId: number, sign: 1 | -1): void {
  database.statement(ADD_TO_DAY).run(sign, attemptId);
}

/**
 * Compares a day's sums with its attempts, and makes them anew when they differ: whoever else wrote into the file has
 * left them behind. To be called in a transaction; reads all attempts of the day. Tells whether they differed.
 */
export function repairDay(database: Database, localDay: number): boolean {
  const ended = `FROM attempt WHERE local_day = ?1 AND state <> ${STATE.open}`;
  const sums = COLUMNS.map(column => `${SUMS[column]} AS ${column}`).join();
  const actual = database.statement(`SELECT ${sums} ${ended}`).get(localDay);
  const kept = database
    .statement(`SELECT ${COLUMNS.join()} FROM daily WHERE local_day = ? AND kind = ${DAILY_KIND.total}`)
    .get(localDay);
  if (COLUMNS.every(column => actual?.[column] === (kept?.[column] ?? 0))) return false;
  database
    .statement(
      `${INSERT_TOTAL} SELECT ?1, ${DAILY_KIND.total}, 0, 0, ${COLUMNS.map(column => SUMS[column]).join()} ${ended}
       ${ON_TOTAL_THERE} ${COLUMNS.map(column => `${column} = excluded.${column}`).join()}`,
    )
    .run(localDay);
  return true;
}

// Left to itself, SQLite would go through the whole day for the few that are open.
const DAY_TOTALS = `
  SELECT coalesce((SELECT amount_nano FROM daily WHERE local_day = ?1 AND kind = ${DAILY_KIND.total}), 0) AS spent,
    (SELECT coalesce(sum(reserved_nano), 0) FROM attempt INDEXED BY attempt_open
     WHERE state = ${STATE.open} AND local_day = ?1) AS reserved`;

/** What is spent and reserved on a local day, by all windows. Reads no attempts but those that are open. */
export function readDayTotals(database: Database, localDay: number): DayTotals {
  const row = database.statement(DAY_TOTALS).get(localDay);
  return { spentNanoYuan: Number(row?.['spent']), reservedNanoYuan: Number(row?.['reserved']) };
}

/** Sums the attempts of the local days from `firstDay` to `lastDay` that ended, without reading them. */
export function readSpend(database: Database, firstDay: number, lastDay: number): Spend {
  const row = database
    .statement(
      `SELECT coalesce(sum(amount_nano), 0) AS amount, coalesce(sum(estimated_nano), 0) AS estimated,
         coalesce(sum(unknown_price), 0) AS unknown, coalesce(sum(attempts), 0) AS requests,
         coalesce(sum(ok), 0) AS answered, coalesce(sum(failed), 0) AS failed, coalesce(sum(saved_nano), 0) AS saved
       FROM daily WHERE local_day BETWEEN ? AND ? AND kind = ${DAILY_KIND.total}`,
    )
    .get(firstDay, lastDay);
  return {
    amountNanoYuan: Number(row?.['amount']),
    estimated: Number(row?.['estimated']) > 0,
    unknownPrice: Number(row?.['unknown']),
    requests: Number(row?.['requests']),
    answered: Number(row?.['answered']),
    failed: Number(row?.['failed']),
    savedNanoYuan: Number(row?.['saved']),
  };
}
