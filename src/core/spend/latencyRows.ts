import type { Database } from '../database/database.ts';
import { LATENCY_METRIC, OUTCOMES, STATE } from './ledgerFormat.ts';

/** Buckets per doubling of the time: each is 9 % wide. */
const BUCKETS_PER_OCTAVE = 8;

const ANSWERED = `state = ${STATE.settled} AND outcome = ${OUTCOMES.indexOf('ok')}`;
const ATTEMPT = `SELECT local_day, first_content_ms, total_ms FROM attempt WHERE id = ? AND ${ANSWERED}`;
const ADD = `
  INSERT INTO latency(local_day, metric, bucket, n) VALUES(?1, ?2, ?3, ?4)
  ON CONFLICT(local_day, metric, bucket) DO UPDATE SET n = n + ?4`;

/** Returns the bucket of a time in `latency`. */
export function bucketOf(ms: number): number {
  return Math.floor(BUCKETS_PER_OCTAVE * Math.log2(Math.max(1, ms)));
}

/** Returns the middle of a bucket in milliseconds. */
export function middleOf(bucket: number): number {
  return 2 ** ((bucket + 0.5) / BUCKETS_PER_OCTAVE);
}

/** Adds an answered attempt's times to the counts, or subtracts them. Call within a transaction. */
export function addToLatency(database: Database, attemptId: number, sign: 1 | -1): void {
  const row = database.statement(ATTEMPT).get(attemptId);
  if (row === undefined) return;
  const add = database.statement(ADD);
  for (const [metric, bucket] of bucketsOf(row)) add.run(Number(row['local_day']), metric, bucket, sign);
}

/** Compares a day's counts with its attempts and rebuilds them if they differ, as `repairDay` does. */
export function repairLatency(database: Database, localDay: number): boolean {
  const actual = new Map<string, readonly [metric: number, bucket: number, n: number]>();
  const rows = database
    .statement(`SELECT first_content_ms, total_ms FROM attempt WHERE local_day = ? AND ${ANSWERED}`)
    .iterate(localDay);
  for (const row of rows) {
    for (const [metric, bucket] of bucketsOf(row)) {
      const [, , n] = actual.get(`${metric} ${bucket}`) ?? [metric, bucket, 0];
      actual.set(`${metric} ${bucket}`, [metric, bucket, n + 1]);
    }
  }
  const kept = database.statement('SELECT metric, bucket, n FROM latency WHERE local_day = ? AND n <> 0').all(localDay);
  const isSame = kept.every(row => actual.get(`${String(row['metric'])} ${String(row['bucket'])}`)?.[2] === row['n']);
  if (isSame && kept.length === actual.size) return false;
  database.statement('DELETE FROM latency WHERE local_day = ?').run(localDay);
  const add = database.statement(ADD);
  for (const [metric, bucket, n] of actual.values()) add.run(localDay, metric, bucket, n);
  return true;
}

function bucketsOf(row: Readonly<Record<string, unknown>>): (readonly [metric: number, bucket: number])[] {
  const times = [
    [LATENCY_METRIC.firstContent, row['first_content_ms']],
    [LATENCY_METRIC.total, row['total_ms']],
  ] as const;
  return times.flatMap(([metric, ms]) => (typeof ms === 'number' ? [[metric, bucketOf(ms)]] : []));
}
