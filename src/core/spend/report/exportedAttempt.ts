import type { ModelPrice, NanoYuan } from '../../money.ts';
import type { LedgerEntry } from '../attemptRows.ts';

/**
 * An attempt as it is exported, in this order. JSON has exactly these fields; a CSV file has the same as columns, but for
 * the price, and the amount in yuan. What is missing is `null` and an empty cell.
 */
export interface ExportedAttempt {
  /** ISO 8601 with the person's offset at that moment: `2026-11-22T15:20:00.000+08:00`. */
  readonly sentAt: string;
  /** The person's day: `2026-11-22`. */
  readonly localDay: string;
  /** The day of Baidu's bill, UTC+8. */
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
  /** The same for all attempts of a question, of which this is number `attempt`. */
  readonly question: string;
  readonly attempt: number;
  /** `ok`, `failed`, `cancelled` or `lost`. */
  readonly outcome: string;
  /** A `FailureKind`, or `lost`. */
  readonly failure: string | null;
  /** Cached ones included. */
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  /** Reasoning included. */
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  /** `usage` as the service said, or `estimate`. */
  readonly source: string;
  /** `null` when the price is unknown, never 0. */
  readonly amountNanoYuan: NanoYuan | null;
  readonly waitMs: number | null;
  readonly firstContentMs: number | null;
  readonly totalMs: number | null;
  /** The service's id of the request. */
  readonly requestId: string | null;
  /** By which it was booked. */
  readonly price: ModelPrice | null;
}

/** An attempt that ended, for an export. */
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
