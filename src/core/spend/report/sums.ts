import type { SQLOutputValue } from 'node:sqlite';
import { SUMS } from '../dailyRows.ts';
import type { UsageSums } from './usageReport.ts';

/** The column of `daily` for each sum. */
const COLUMNS: Readonly<Record<keyof UsageSums, string>> = {
  requests: 'attempts',
  ok: 'ok',
  failed: 'failed',
  cancelled: 'cancelled',
  amountNanoYuan: 'amount_nano',
  estimatedNanoYuan: 'estimated_nano',
  unknownPrice: 'unknown_price',
  inputTokens: 'input_tokens',
  cachedInputTokens: 'cached_tokens',
  outputTokens: 'output_tokens',
  reasoningTokens: 'reasoning_tokens',
};
const FIELDS = Object.keys(COLUMNS) as (keyof UsageSums)[];

/** Selects the sums of `daily` rows, for `sumsOf`. */
export const DAILY_SUMS_SQL = FIELDS.map(field => `sum(${COLUMNS[field]}) AS ${field}`).join();

/** Selects the same sums from ended rows of `attempt`. */
export const ATTEMPT_SUMS_SQL = FIELDS.map(field => `${SUMS[COLUMNS[field]]} AS ${field}`).join();

/** Converts a row selected by one of these. */
export function sumsOf(row: Readonly<Record<string, SQLOutputValue>>): UsageSums {
  const sums = { ...NO_SUMS };
  for (const field of FIELDS) sums[field] = Number(row[field]);
  return sums;
}

/** Sums of no attempts. */
export const NO_SUMS: UsageSums = {
  requests: 0,
  ok: 0,
  failed: 0,
  cancelled: 0,
  amountNanoYuan: 0,
  estimatedNanoYuan: 0,
  unknownPrice: 0,
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
};

/** Sums by key, such as a day, added up in place. */
export class SumsByKey {
  readonly #sums = new Map<number, { -readonly [Field in keyof UsageSums]: UsageSums[Field] }>();

  add(key: number, sums: UsageSums): void {
    const known = this.#sums.get(key);
    if (known === undefined) this.#sums.set(key, { ...sums });
    else for (const field of FIELDS) known[field] += sums[field];
  }

  /** Returns the sums of a key. */
  of(key: number): UsageSums {
    return this.#sums.get(key) ?? NO_SUMS;
  }

  entries(): [key: number, sums: UsageSums][] {
    return [...this.#sums];
  }

  total(): UsageSums {
    const all = new SumsByKey();
    for (const sums of this.#sums.values()) all.add(0, sums);
    return all.of(0);
  }
}
