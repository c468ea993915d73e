import type { NanoYuan } from '../../money.ts';
import type { LedgerEntry } from '../attemptRows.ts';
import type { CacheUse } from '../questionRows.ts';

/** Dimensions by which usage can be broken down. */
export const DIMENSIONS = ['model', 'feature', 'workspace', 'endpoint', 'consumer'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Includes only attempts with these names; empty includes all. An empty name is valid: it stands for no workspace. */
export type UsageFilter = Readonly<Partial<Record<Dimension, string>>>;

/** Parameters of a report. Days are the user's, as 20261122. */
export interface UsageQuery {
  /** 0 for the first day in the ledger; the report's `query` has the actual day. */
  readonly firstDay: number;
  /** Inclusive. */
  readonly lastDay: number;
  readonly filter: UsageFilter;
  /** Current wall time. */
  readonly nowMs: number;
  /** IANA name of the user's zone; defaults to the machine's. */
  readonly timeZone?: string;
}

/** Returns whether the filter excludes anything. */
export function isFiltered(filter: UsageFilter): boolean {
  return DIMENSIONS.some(dimension => filter[dimension] !== undefined);
}

/** Sums over ended attempts. */
export interface UsageSums {
  readonly requests: number;
  readonly ok: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Of all requests with a known price. */
  readonly amountNanoYuan: NanoYuan;
  /** The estimated part of the amount. */
  readonly estimatedNanoYuan: NanoYuan;
  /** Requests missing from the amount, because their price is unknown. */
  readonly unknownPrice: number;
  /** Including cached ones. */
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  /** Including reasoning. */
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

/** Times within which 50 %, 95 % and 99 % of the answers came, in milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Number of answers. */
  readonly count: number;
}

/** An amount and its probable range. */
export interface AmountRange {
  readonly low: NanoYuan;
  readonly likely: NanoYuan;
  readonly high: NanoYuan;
}

/** Forecast of an hour, from the same hour of past weeks. */
export interface HourForecast {
  readonly startMs: number;
  readonly requests: number;
  readonly tokens: number;
}

/** Everything the usage panel shows of the ledger. */
export interface UsageReport {
  readonly query: UsageQuery;
  readonly totals: UsageSums;
  /** Every day of the range in order, including those without requests. */
  readonly days: readonly { readonly day: number; readonly sums: UsageSums }[];
  /** The most expensive first. */
  readonly by: Readonly<Record<Dimension, readonly { readonly name: string; readonly sums: UsageSums }[]>>;
  /** Non-zero amounts by day and model. */
  readonly dayModels: readonly { readonly day: number; readonly model: string; readonly amountNanoYuan: NanoYuan }[];
  /** All names in the ledger, for filters. */
  readonly names: Readonly<Record<Dimension, readonly string[]>>;
  /** How questions were answered. Not filtered, because questions that cost nothing have no endpoint. */
  readonly cache: CacheUse;
  /** How questions ended; not filtered. */
  readonly questions: { readonly answered: number; readonly failed: number; readonly cancelled: number };
  /** Failures of requests, most frequent first. `kind` is a `FailureKind`, or `lost`. */
  readonly failures: readonly { readonly kind: string; readonly requests: number }[];
  /** Percentiles are `undefined` without answers. */
  readonly latency: {
    readonly firstContent: Percentiles | undefined;
    readonly total: Percentiles | undefined;
    /** Whether times are exact, or from buckets that are 9 % wide. */
    readonly exact: boolean;
  };
  /** Spending of the last hour. */
  readonly lastHourNanoYuan: NanoYuan;
  /** Spending of the current calendar month, and its forecast; not filtered. */
  readonly month: { readonly amountNanoYuan: NanoYuan; readonly forecast: AmountRange | undefined };
  /** The next 24 hours, starting with the current one; empty with less than a week of data. */
  readonly hours: readonly HourForecast[];
  /** Mean error of input estimates, as a share of the service's count; `undefined` without any. */
  readonly estimateError: number | undefined;
  /** The newest first, at most 100. */
  readonly recent: readonly LedgerEntry[];
}
