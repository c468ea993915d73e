import type { StatementSync } from 'node:sqlite';
import type { NanoYuan } from '../../money.ts';
import { SOURCES, STATE } from '../ledgerFormat.ts';
import { shiftDay } from './billPeriod.ts';

/** What was booked for a model on a day of Baidu's bill. */
export interface MeterRow {
  /** In Asia/Shanghai, as 20261122. */
  readonly billDay: number;
  readonly model: string;
  /** Of all whose price is known, those of the next two included. */
  readonly amountNanoYuan: NanoYuan;
  /** The part that is an estimate, because the service sent no usage. */
  readonly estimatedNanoYuan: NanoYuan;
  /** The part that is an estimate of attempts whose window died. */
  readonly lostNanoYuan: NanoYuan;
  /** Requests that are not in the amount, because their price is unknown. */
  readonly unknownPrice: number;
}

/** What of the ledger is compared with a bill. */
export interface MeterQuery {
  readonly firstDay: number;
  /** Included. Both are days of the bill. */
  readonly lastDay: number;
  /** Names of endpoints that Baidu does not bill: a private deployment, a relay. */
  readonly unbilledEndpoints: readonly string[];
}

const ESTIMATE = SOURCES.indexOf('estimate');

// The days of the person and of the bill are at most one apart, and only the person's have an index.
const METER_ROWS = `
  SELECT bill_day, model.text AS model, coalesce(sum(amount_nano), 0) AS amount,
    coalesce(sum(amount_nano) FILTER (WHERE source = ${ESTIMATE} AND state <> ${STATE.lost}), 0) AS estimated,
    coalesce(sum(amount_nano) FILTER (WHERE state = ${STATE.lost}), 0) AS lost,
    count(*) FILTER (WHERE amount_nano IS NULL) AS unknown
  FROM attempt JOIN name AS model ON model.id = attempt.model JOIN name AS endpoint ON endpoint.id = attempt.endpoint
  WHERE state <> ${STATE.open} AND local_day BETWEEN ?1 AND ?2 AND bill_day BETWEEN ?3 AND ?4
    AND endpoint.text NOT IN (SELECT value FROM json_each(?5))
  GROUP BY bill_day, model.text HAVING amount <> 0 OR unknown > 0 ORDER BY bill_day, model.text`;

/**
 * Sums the ledger's attempts that ended by day of the bill and model; what cost nothing is left out. Goes through all
 * attempts of the range, which takes a millisecond for each thousand: for long ranges in another thread.
 *
 * @param prepare of a connection to the ledger's file, which may be a read-only one.
 */
export function readMeterRows(
  prepare: (sql: string) => StatementSync,
  { firstDay, lastDay, unbilledEndpoints }: MeterQuery,
): MeterRow[] {
  return prepare(METER_ROWS)
    .all(shiftDay(firstDay, -1), shiftDay(lastDay, 1), firstDay, lastDay, JSON.stringify(unbilledEndpoints))
    .map(row => ({
      billDay: Number(row['bill_day']),
      model: String(row['model']),
      amountNanoYuan: Number(row['amount']),
      estimatedNanoYuan: Number(row['estimated']),
      lostNanoYuan: Number(row['lost']),
      unknownPrice: Number(row['unknown']),
    }));
}
