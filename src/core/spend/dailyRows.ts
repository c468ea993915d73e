import type { Database } from '../database/database.ts';
import { addToLatency, repairLatency } from './latencyRows.ts';
import { DAILY_KIND, NO_WINDOW, OUTCOMES, SOURCES, STATE } from './ledgerFormat.ts';

const outcome = (name: (typeof OUTCOMES)[number]): number => OUTCOMES.indexOf(name);

/**
 * The aggregate for each column of `daily`, over a day's ended attempts. `saved_nano` is missing: it comes from
 * questions without an attempt. Corrections count as amounts, not as attempts.
 */
export const SUMS: Readonly<Record<string, string>> = {
  attempts: `count(*) FILTER (WHERE window <> ${NO_WINDOW})`,
  ok: `count(*) FILTER (WHERE outcome = ${outcome('ok')})`,
  failed: `count(*) FILTER (WHERE outcome IN (${outcome('failed')}, ${outcome('lost')}))`,
  cancelled: `count(*) FILTER (WHERE outcome = ${outcome('cancelled')} AND window <> ${NO_WINDOW})`,
  amount_nano: 'coalesce(sum(amount_nano), 0)',
  estimated_nano: `coalesce(sum(amount_nano) FILTER (WHERE source = ${SOURCES.indexOf('estimate')}), 0)`,
  unknown_price: 'count(*) FILTER (WHERE amount_nano IS NULL)',
  input_tokens: 'coalesce(sum(input_tokens), 0)',
  cached_tokens: 'coalesce(sum(cached_tokens), 0)',
  output_tokens: 'coalesce(sum(output_tokens), 0)',
  reasoning_tokens: 'coalesce(sum(reasoning_tokens), 0)',
};
const COLUMNS = Object.keys(SUMS);

/** Every attempt counts in one row of each kind; `failure` only if it failed, `batch` only if it belongs to one. */
const KINDS = [
  [DAILY_KIND.total, '0'],
  [DAILY_KIND.model, 'model'],
  [DAILY_KIND.feature, 'feature'],
  [DAILY_KIND.workspace, 'workspace'],
  [DAILY_KIND.endpoint, 'endpoint'],
  [DAILY_KIND.consumer, 'consumer'],
  [DAILY_KIND.account, 'account'],
  [DAILY_KIND.failure, 'failure'],
  [DAILY_KIND.batch, 'batch'],
] as const;
const KIND_LIST = KINDS.map(([kind]) => kind).join();

/** Returns a subquery with the attempts matching `where`, once for each `daily` row they count in. */
function placed(where: string): string {
  const values = KINDS.map(([kind, column]) => `WHEN ${kind} THEN ${column}`).join(' ');
  return `(SELECT attempt.*, kinds.column1 AS kind, CASE kinds.column1 ${values} END AS value
     FROM attempt, (VALUES ${KINDS.map(([kind]) => `(${kind})`).join()}) AS kinds
     WHERE state <> ${STATE.open} AND ${where}) WHERE value IS NOT NULL GROUP BY local_day, kind, value`;
}

const INSERT = `INSERT INTO daily(local_day, kind, value, saved_nano, ${COLUMNS.join()})`;
const ON_ROW_THERE = 'ON CONFLICT(local_day, kind, value) DO UPDATE SET';

/**
 * Runs `change`, which modifies an attempt's state, amount, outcome or tokens, and updates the sums of its day by the
 * difference. Required for every such change, within the same transaction.
 */
export function rebook(database: Database, attemptId: number, change: () => void): void {
  addToDay(database, attemptId, -1);
  change();
  addToDay(database, attemptId, 1);
}

const ADD_TO_DAY = `${INSERT}
   SELECT local_day, kind, value, 0, ${COLUMNS.map(column => `?1 * ${SUMS[column]}`).join()} FROM ${placed('id = ?2')}
   ${ON_ROW_THERE} ${COLUMNS.map(column => `${column} = ${column} + excluded.${column}`).join()}`;

/** Adds or subtracts an attempt's booking; an open attempt contributes nothing. */
function addToDay(database: Database, attemptId: number, sign: 1 | -1): void {
  database.statement(ADD_TO_DAY).run(sign, attemptId);
  addToLatency(database, attemptId, sign);
}

const ACTUAL = `SELECT kind, value, ${COLUMNS.map(column => `${SUMS[column]} AS ${column}`).join()}
   FROM ${placed('local_day = ?1')}`;
const KEPT = `SELECT kind, value, ${COLUMNS.join()} FROM daily
   WHERE local_day = ?1 AND kind IN (${KIND_LIST}) AND (${COLUMNS.map(column => `${column} <> 0`).join(' OR ')})`;
const DIFFERENCES = `SELECT count(*) AS count FROM (
   SELECT * FROM (${ACTUAL} EXCEPT ${KEPT}) UNION ALL SELECT * FROM (${KEPT} EXCEPT ${ACTUAL}))`;
const EMPTY_DAY = `UPDATE daily SET ${COLUMNS.map(column => `${column} = 0`).join()}
   WHERE local_day = ?1 AND kind IN (${KIND_LIST})`;
const FILL_DAY = `${INSERT} SELECT local_day, kind, value, 0, ${COLUMNS.map(column => SUMS[column]).join()}
   FROM ${placed('local_day = ?1')} ${ON_ROW_THERE} ${COLUMNS.map(column => `${column} = excluded.${column}`).join()}`;

/**
 * Compares a day's sums with its attempts, and rebuilds them if they differ: a version that does not maintain them may
 * have written attempts. Reads all attempts of the day. Call within a transaction. Returns whether they differed.
 */
export function repairDay(database: Database, localDay: number): boolean {
  const latencyDiffered = repairLatency(database, localDay);
  if (database.statement(DIFFERENCES).get(localDay)?.['count'] === 0) return latencyDiffered;
  database.statement(EMPTY_DAY).run(localDay);
  database.statement(FILL_DAY).run(localDay);
  return true;
}

const TOTAL = DAILY_KIND.total;
const ACTUAL_TOTAL = `SELECT ${COLUMNS.map(column => `${SUMS[column]} AS ${column}`).join()} FROM attempt
   WHERE local_day = ?1 AND state <> ${STATE.open}`;
const KEPT_TOTAL = `SELECT ${COLUMNS.join()} FROM daily WHERE local_day = ?1 AND kind = ${TOTAL}`;

/**
 * Returns whether a day's total matches its attempts. Any write that neglects the sums neglects the total too, and
 * checking only the total takes a hundredth of the time: a day may have 100,000 attempts.
 */
export function isTotalRight(database: Database, localDay: number): boolean {
  const actual = database.statement(ACTUAL_TOTAL).get(localDay);
  const kept = database.statement(KEPT_TOTAL).get(localDay);
  return COLUMNS.every(column => Number(actual?.[column]) === Number(kept?.[column] ?? 0));
}

const THERE = `SELECT ${SUMS['attempts']} AS attempts, ${SUMS['amount_nano']} AS amount FROM attempt
   WHERE local_day = ? AND state <> ${STATE.open}`;
const SUMMED = `SELECT attempts, amount_nano AS amount FROM daily WHERE local_day = ? AND kind = ${DAILY_KIND.total}`;

/**
 * Returns whether all attempts behind a day's sums still exist. Retention and file damage remove attempts while the
 * sums remain correct; such sums must not be rebuilt. Corrections are recognized by their amount alone.
 */
export function hasAllAttempts(database: Database, localDay: number): boolean {
  const there = database.statement(THERE).get(localDay);
  const summed = database.statement(SUMMED).get(localDay);
  const hasAll = (column: 'attempts' | 'amount'): boolean => Number(there?.[column]) >= Number(summed?.[column] ?? 0);
  return hasAll('attempts') && hasAll('amount');
}
