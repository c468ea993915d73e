import type { SQLOutputValue } from 'node:sqlite';
import type { Booking, Usage } from '../booking.ts';
import type { AttemptRequest, ChatRequest, Endpoint } from '../chat.ts';
import type { Database } from '../database/database.ts';
import type { ModelPrice, NanoYuan } from '../money.ts';
import { rebook } from './dailyRows.ts';
import { CAUSES, NAME_KIND, OUTCOMES, SOURCES, STATE, type LedgerOutcome } from './ledgerFormat.ts';
import { billDayOf, type LocalDay } from './localCalendar.ts';

/** What is known of an attempt before it is sent. */
export interface NewAttempt {
  readonly request: AttemptRequest;
  /** Name of the paying account; empty when it has none. */
  readonly account: string;
  readonly price: ModelPrice | undefined;
  /** The estimate, booked if this process dies. */
  readonly inputTokens: number;
  /** The most it can cost; 0 when the price is unknown. */
  readonly reservedNanoYuan: NanoYuan;
  /** From asking the question to admitting this attempt. */
  readonly waitMs: number;
}

/** The fields of a request that the ledger keeps. */
type BookedRequest = Pick<
  AttemptRequest,
  'questionId' | 'attempt' | 'model' | 'workspace' | 'feature' | 'consumer' | 'batch' | 'cause'
> & { readonly endpoint: Pick<Endpoint, 'name'> };

/** As `NewAttempt`; `waitMs` is missing for batch inference. */
type BookedAttempt = Omit<NewAttempt, 'request' | 'waitMs'> & {
  readonly request: BookedRequest;
  readonly waitMs?: number;
};

/** An attempt as stored in the ledger. */
export interface LedgerEntry {
  readonly questionId: string;
  readonly attempt: number;
  readonly account: string;
  readonly endpoint: string;
  readonly model: string;
  readonly workspace: string;
  readonly feature: string;
  readonly consumer: string;
  readonly cause: ChatRequest['cause'];
  readonly sentAtMs: number;
  /** The user's local day, as 20261122. */
  readonly localDay: number;
  /** The day on Baidu's bill (UTC+8). */
  readonly billDay: number;
  readonly utcOffsetMinutes: number;
  readonly reservedNanoYuan: NanoYuan;
  /** What is known so far while the attempt is open. */
  readonly usage: Usage;
  readonly source: Booking['source'];
  /** Missing when the price is unknown, and while the attempt is open. */
  readonly amountNanoYuan?: NanoYuan;
  /** The price of the booking; missing when it was unknown. */
  readonly price?: ModelPrice;
  /** Missing while the attempt is open. */
  readonly outcome?: LedgerOutcome;
  /** A `FailureKind`, or `lost`. */
  readonly failure?: string;
  /** From asking the question to sending the attempt; missing in rows of old versions. */
  readonly waitMs?: number;
  readonly firstContentMs?: number;
  readonly totalMs?: number;
  /** The service's request id. */
  readonly requestId?: string;
}

const INSERT_ATTEMPT = `
  INSERT INTO attempt(question, number, window, account, endpoint, model, workspace, feature, consumer, cause,
    state, sent_at_ms, utc_offset_min, local_day, bill_day, price, reserved_nano, input_tokens, source, wait_ms, batch)
  VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${STATE.open}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`;

// Until an attempt is settled, `input_tokens` holds the estimate; it then moves to `estimated_input`.
const UPDATE_ATTEMPT = `
  UPDATE attempt SET state = ${STATE.settled}, amount_nano = ?,
    estimated_input = coalesce(estimated_input, input_tokens), input_tokens = ?, cached_tokens = ?,
    output_tokens = ?, reasoning_tokens = ?, source = ?, outcome = ?, first_content_ms = ?, total_ms = ?,
    request_id = ?, failure = ? WHERE id = ?`;

/** Selects attempts with their names, for `entryOf`. Append conditions to it. */
export const SELECT_ENTRIES = `
  SELECT attempt.*, endpoint.text AS endpoint_name, model.text AS model_name, workspace.text AS workspace_name,
    feature.text AS feature_name, consumer.text AS consumer_name, account.text AS account_name,
    failure.text AS failure_name, price.json AS price_json
  FROM attempt JOIN name AS endpoint ON endpoint.id = attempt.endpoint JOIN name AS model ON model.id = attempt.model
    JOIN name AS workspace ON workspace.id = attempt.workspace JOIN name AS feature ON feature.id = attempt.feature
    JOIN name AS consumer ON consumer.id = attempt.consumer JOIN name AS account ON account.id = attempt.account
    LEFT JOIN name AS failure ON failure.id = attempt.failure LEFT JOIN price ON price.id = attempt.price`;

/** Inserts an open row and returns its id. Call within a transaction, as `updateAttempt`. */
export function insertAttempt(
  database: Database,
  windowId: number,
  { request, account, price, inputTokens, reservedNanoYuan, waitMs }: BookedAttempt,
  sentAtMs: number,
  localDay: LocalDay,
): number {
  const name = (kind: number, text: string): number => idOfName(database, kind, text);
  const row = database
    .statement(INSERT_ATTEMPT)
    .get(
      request.questionId,
      request.attempt,
      windowId,
      name(NAME_KIND.account, account),
      name(NAME_KIND.endpoint, request.endpoint.name),
      name(NAME_KIND.model, request.model),
      name(NAME_KIND.workspace, request.workspace),
      name(NAME_KIND.feature, request.feature),
      name(NAME_KIND.consumer, request.consumer),
      CAUSES.indexOf(request.cause),
      sentAtMs,
      localDay.utcOffsetMinutes,
      localDay.day,
      billDayOf(sentAtMs),
      price === undefined ? null : idOfPrice(database, price),
      reservedNanoYuan,
      inputTokens,
      SOURCES.indexOf('estimate'),
      waitMs ?? null,
      request.batch === undefined ? null : name(NAME_KIND.batch, request.batch),
    );
  return Number(row?.['id']);
}

/** `totalMs` is missing for batch inference. */
type BookedOutcome = Pick<Booking, 'usage' | 'source' | 'outcome' | 'failure' | 'firstContentMs'> & {
  readonly amountNanoYuan: NanoYuan | undefined;
  readonly totalMs?: number;
};

/** Writes an attempt's booking, also over a row that another window has booked as lost. */
export function updateAttempt(
  database: Database,
  id: number,
  { usage, source, amountNanoYuan, outcome, failure, firstContentMs, totalMs }: BookedOutcome,
  requestId: string | undefined,
): void {
  const update = database.statement(UPDATE_ATTEMPT);
  rebook(database, id, () =>
    update.run(
      amountNanoYuan ?? null,
      usage.inputTokens,
      usage.cachedInputTokens,
      usage.outputTokens,
      usage.reasoningTokens,
      SOURCES.indexOf(source),
      OUTCOMES.indexOf(outcome),
      firstContentMs ?? null,
      totalMs ?? null,
      requestId ?? null,
      failure === undefined ? null : idOfName(database, NAME_KIND.failure, failure),
      id,
    ),
  );
}

/** Returns the newest `limit` attempts, newest first. */
export function readEntries(database: Database, limit: number): LedgerEntry[] {
  return database.statement(`${SELECT_ENTRIES} ORDER BY attempt.id DESC LIMIT ?`).all(limit).map(entryOf);
}

/** Returns all attempts of a question in order. */
export function readQuestion(database: Database, questionId: string): LedgerEntry[] {
  return database
    .statement(`${SELECT_ENTRIES} WHERE attempt.question = ? ORDER BY attempt.number`)
    .all(questionId)
    .map(entryOf);
}

/** Converts a row selected by `SELECT_ENTRIES`. */
export function entryOf(row: Record<string, SQLOutputValue>): LedgerEntry {
  const isOpen = row['state'] === STATE.open;
  const outcome = OUTCOMES[Number(row['outcome'] ?? -1)];
  return {
    questionId: String(row['question']),
    attempt: Number(row['number']),
    account: String(row['account_name']),
    endpoint: String(row['endpoint_name']),
    model: String(row['model_name']),
    workspace: String(row['workspace_name']),
    feature: String(row['feature_name']),
    consumer: String(row['consumer_name']),
    cause: CAUSES[Number(row['cause'])] ?? 'user',
    sentAtMs: Number(row['sent_at_ms']),
    localDay: Number(row['local_day']),
    billDay: Number(row['bill_day']),
    utcOffsetMinutes: Number(row['utc_offset_min']),
    reservedNanoYuan: Number(row['reserved_nano']),
    usage: {
      inputTokens: Number(row['input_tokens'] ?? 0),
      cachedInputTokens: Number(row['cached_tokens'] ?? 0),
      outputTokens: Number(row[isOpen ? 'estimated_output' : 'output_tokens'] ?? 0),
      reasoningTokens: Number(row['reasoning_tokens'] ?? 0),
    },
    source: SOURCES[Number(row['source'])] ?? 'estimate',
    ...(row['amount_nano'] === null ? {} : { amountNanoYuan: Number(row['amount_nano']) }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(row['failure_name'] === null ? {} : { failure: String(row['failure_name']) }),
    // Always written from a `ModelPrice`, see `insertAttempt`.
    ...(typeof row['price_json'] === 'string' ? { price: JSON.parse(row['price_json']) as ModelPrice } : {}),
    ...(row['wait_ms'] === null ? {} : { waitMs: Number(row['wait_ms']) }),
    ...(row['first_content_ms'] === null ? {} : { firstContentMs: Number(row['first_content_ms']) }),
    ...(row['total_ms'] === null ? {} : { totalMs: Number(row['total_ms']) }),
    ...(row['request_id'] === null ? {} : { requestId: String(row['request_id']) }),
  };
}

/** Returns the id of a name, inserting it if it is new. */
export function idOfName(database: Database, kind: number, text: string): number {
  return lookUp(database, `name ${kind} ${text}`, () => {
    return (
      database.statement('SELECT id FROM name WHERE kind = ? AND text = ?').get(kind, text) ??
      database.statement('INSERT INTO name(kind, text) VALUES(?, ?) RETURNING id').get(kind, text)
    );
  });
}

/** Every version of a price has its own row, so that old bookings can always be explained. */
function idOfPrice(database: Database, price: ModelPrice): number {
  const json = JSON.stringify(price);
  return lookUp(database, `price ${json}`, () => {
    return (
      database.statement('SELECT id FROM price WHERE json = ?').get(json) ??
      database.statement('INSERT INTO price(json) VALUES(?) RETURNING id').get(json)
    );
  });
}

function lookUp({ lookups }: Database, key: string, find: () => Record<string, SQLOutputValue> | undefined): number {
  const known = lookups.get(key);
  if (known !== undefined) return known;
  const id = Number(find()?.['id']);
  lookups.set(key, id);
  return id;
}
