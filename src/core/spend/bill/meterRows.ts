import type { StatementSync } from 'node:sqlite';
import type { NanoYuan } from '../../money.ts';
import { SOURCES, STATE } from '../ledgerFormat.ts';
import { shiftDay } from './billPeriod.ts';

/** What was booked for a model on a day of Baidu's bill. */
export interface MeterRow {
  /** In Asia/Shanghai, as 20261122. */
  readonly billDay: number;
  readonly model: string;
  /** Of all requests with a known price, including the next two fields. */
  readonly amountNanoYuan: NanoYuan;
  /** The estimated part, where the service sent no usage. */
  readonly estimatedNanoYuan: NanoYuan;
  /** The estimated part of attempts whose window died. */
  readonly lostNanoYuan: NanoYuan;
  /** Requests missing from the amount, because their price is unknown. */
  readonly unknownPrice: number;
}

/** The part of the ledger to compare with a bill. */
export interface MeterQuery {
  readonly firstDay: number;
  /** Inclusive. Both are days of the bill. */
  readonly lastDay: number;
  /** Names of endpoints that Baidu does not bill, such as a private deployment or a relay. */
  readonly unbilledEndpoints: readonly string[];
}

const ESTIMATE = SOURCES.indexOf('estimate');

// The user's day and the bill's day differ by at most one, and only the user's is indexed.
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
 * Sums the ledger's ended attempts by bill day and model, without those that cost nothing. Scans all attempts of the
 * range, one millisecond per thousand: use another thread for long ranges.
 *
 * @param prepare of a connection to the ledger, which may be read-only.
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
