import type { NanoYuan } from '../../money.ts';
import type { LedgerEntry } from '../attemptRows.ts';
import type { CacheUse } from '../questionRows.ts';

/** What usage can be broken down by. */
export const DIMENSIONS = ['model', 'feature', 'workspace', 'endpoint', 'consumer'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Only what has these names; everything where it is empty. The empty name is one too: of no workspace. */
export type UsageFilter = Readonly<Partial<Record<Dimension, string>>>;

/** What a report is asked about. Days are the person's own, as 20261122. */
export interface UsageQuery {
  /** 0 for the first day of which the ledger knows anything; the report's own `query` says which that is. */
  readonly firstDay: number;
  /** Included. */
  readonly lastDay: number;
  readonly filter: UsageFilter;
  /** Wall time that counts as now. */
  readonly nowMs: number;
  /** IANA name of the person's zone; this machine's when missing. */
  readonly timeZone?: string;
}

/** Whether anything is left out. */
export function isFiltered(filter: UsageFilter): boolean {
  return DIMENSIONS.some(dimension => filter[dimension] !== undefined);
}

/** Sums over attempts that ended. */
export interface UsageSums {
  readonly requests: number;
  readonly ok: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Of all whose price is known. */
  readonly amountNanoYuan: NanoYuan;
  /** The part of the amount that is an estimate. */
  readonly estimatedNanoYuan: NanoYuan;
  /** Requests that are not in the amount, because their price is unknown. */
  readonly unknownPrice: number;
  /** Cached ones included. */
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  /** Reasoning included. */
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

/** Times below which half, 95 % and 99 % of the answers came, in milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Answers they are made of. */
  readonly count: number;
}

/** An amount with the range in which it probably lies. */
export interface AmountRange {
  readonly low: NanoYuan;
  readonly likely: NanoYuan;
  readonly high: NanoYuan;
}

/** What an hour that is to come will probably bring, from the same hour of past weeks. */
export interface HourForecast {
  readonly startMs: number;
  readonly requests: number;
  readonly tokens: number;
}

/** Everything the usage panel shows of the ledger. */
export interface UsageReport {
  readonly query: UsageQuery;
  readonly totals: UsageSums;
  /** Each day of the range, also those on which nothing was asked, in order. */
  readonly days: readonly { readonly day: number; readonly sums: UsageSums }[];
  /** The dearest first. */
  readonly by: Readonly<Record<Dimension, readonly { readonly name: string; readonly sums: UsageSums }[]>>;
  /** Amounts by day and model, only those that are not 0. */
  readonly dayModels: readonly { readonly day: number; readonly model: string; readonly amountNanoYuan: NanoYuan }[];
  /** All names that occur in the ledger, for filters. */
  readonly names: Readonly<Record<Dimension, readonly string[]>>;
  /** How questions were answered; not filtered, because a question that cost nothing has no endpoint. */
  readonly cache: CacheUse;
  /** How questions ended, not filtered. */
  readonly questions: { readonly answered: number; readonly failed: number; readonly cancelled: number };
  /** What requests failed with, the most frequent first. `kind` is a `FailureKind`, or `lost`. */
  readonly failures: readonly { readonly kind: string; readonly requests: number }[];
  /** `undefined` where nothing was answered. */
  readonly latency: {
    readonly firstContent: Percentiles | undefined;
    readonly total: Percentiles | undefined;
    /** Whether they are exact, or read off buckets that are 9 % wide. */
    readonly exact: boolean;
  };
  /** Spent in the last hour. */
  readonly lastHourNanoYuan: NanoYuan;
  /** Spent in the current calendar month, and what it will probably have cost at its end; not filtered. */
  readonly month: { readonly amountNanoYuan: NanoYuan; readonly forecast: AmountRange | undefined };
  /** The next 24 hours, beginning with the current one; empty while less than a week is known. */
  readonly hours: readonly HourForecast[];
  /** How far estimates of input tokens were off, as a share of the service's count; `undefined` without any. */
  readonly estimateError: number | undefined;
  /** The newest first, at most 100. */
  readonly recent: readonly LedgerEntry[];
}
