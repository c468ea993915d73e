import type { ModelPrice, NanoYuan } from '../../money.ts';
import type { LedgerEntry } from '../attemptRows.ts';

/**
 * An exported attempt, in this order. JSON has exactly these fields. A CSV file has them as columns, except that it has
 * no price, and the amount is in yuan. Missing values are `null`, and an empty cell in CSV.
 */
export interface ExportedAttempt {
  /** ISO 8601 with the user's offset at that time: `2026-11-22T15:20:00.000+08:00`. */
  readonly sentAt: string;
  /** The user's day: `2026-11-22`. */
  readonly localDay: string;
  /** The day on Baidu's bill (UTC+8). */
  readonly billDay: string;
  readonly account: string;
  readonly endpoint: string;
  readonly model: string;
  /** Empty when no folder was open. */
  readonly workspace: string;
  readonly feature: string;
  readonly consumer: string;
  /** `user`, `refresh` or `batch`. */
  readonly cause: string;
  /** Shared by all attempts of a question; this is number `attempt`. */
  readonly question: string;
  readonly attempt: number;
  /** `ok`, `failed`, `cancelled` or `lost`. */
  readonly outcome: string;
  /** A `FailureKind`, or `lost`. */
  readonly failure: string | null;
  /** Including cached ones. */
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  /** Including reasoning. */
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  /** `usage` as reported by the service, or `estimate`. */
  readonly source: string;
  /** `null` when the price is unknown, never 0. */
  readonly amountNanoYuan: NanoYuan | null;
  readonly waitMs: number | null;
  readonly firstContentMs: number | null;
  readonly totalMs: number | null;
  /** The service's request id. */
  readonly requestId: string | null;
  /** The price of the booking. */
  readonly price: ModelPrice | null;
}

/** Converts an ended attempt for export. */
export function exportedAttempt(entry: LedgerEntry): ExportedAttempt {
  const { usage } = entry;
  return {
    sentAt: timeText(entry.sentAtMs, entry.utcOffsetMinutes),
    localDay: dayText(entry.localDay),
    billDay: dayText(entry.billDay),
    account: entry.account,
    endpoint: entry.endpoint,
    model: entry.model,
    workspace: entry.workspace,
    feature: entry.feature,
    consumer: entry.consumer,
    cause: entry.cause,
    question: entry.questionId,
    attempt: entry.attempt,
    outcome: entry.outcome ?? '',
    failure: entry.failure ?? null,
    inputTokens: usage.inputTokens,
    cachedInputTokens: usage.cachedInputTokens,
    outputTokens: usage.outputTokens,
    reasoningTokens: usage.reasoningTokens,
    source: entry.source,
    amountNanoYuan: entry.amountNanoYuan ?? null,
    waitMs: entry.waitMs ?? null,
    firstContentMs: entry.firstContentMs ?? null,
    totalMs: entry.totalMs ?? null,
    requestId: entry.requestId ?? null,
    price: entry.price ?? null,
  };
}

function dayText(day: number): string {
  return String(day).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
}

function timeText(ms: number, utcOffsetMinutes: number): string {
  const local = new Date(ms + utcOffsetMinutes * 60_000).toISOString().slice(0, -1);
  const offset = Math.abs(utcOffsetMinutes);
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  return `${local}${utcOffsetMinutes < 0 ? '-' : '+'}${twoDigits(Math.floor(offset / 60))}:${twoDigits(offset % 60)}`;
}
