import type { Booking, ChatRequest, Origin } from '../chat.ts';

/** SQLite's `application_id` of the ledger: "Wenx". */
export const LEDGER_APPLICATION_ID = 0x57656e78;

/**
 * The ledger's format, step by step. Released steps are never edited.
 *
 * An `attempt` is one request that was sent or is about to be. Its row holds what is known beforehand (the estimated
 * `input_tokens`, `reserved_nano`) while `state` is 0, and what it was booked as afterwards. `local_day` is the
 * person's day and `bill_day` Baidu's (UTC+8), both as 20261122. A NULL amount means that the price is unknown.
 */
export const LEDGER_MIGRATIONS: readonly string[] = [
  `CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE window(id INTEGER PRIMARY KEY AUTOINCREMENT, boot TEXT NOT NULL, pid INTEGER NOT NULL,
     beat INTEGER NOT NULL, waiting_class INTEGER, interactive_at INTEGER) STRICT;
   CREATE TABLE name(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, text TEXT NOT NULL, UNIQUE(kind, text)) STRICT;
   CREATE TABLE price(id INTEGER PRIMARY KEY, json TEXT NOT NULL UNIQUE) STRICT;
   CREATE TABLE attempt(id INTEGER PRIMARY KEY, question TEXT NOT NULL, number INTEGER NOT NULL,
     window INTEGER NOT NULL, account INTEGER NOT NULL, endpoint INTEGER NOT NULL, model INTEGER NOT NULL,
     workspace INTEGER NOT NULL, feature INTEGER NOT NULL, consumer INTEGER NOT NULL, batch INTEGER,
     cause INTEGER NOT NULL, state INTEGER NOT NULL, sent_at_ms INTEGER NOT NULL, utc_offset_min INTEGER NOT NULL,
     local_day INTEGER NOT NULL, bill_day INTEGER NOT NULL, price INTEGER, reserved_nano INTEGER NOT NULL,
     amount_nano INTEGER, input_tokens INTEGER, cached_tokens INTEGER, output_tokens INTEGER,
     reasoning_tokens INTEGER, estimated_output INTEGER NOT NULL DEFAULT 0, source INTEGER NOT NULL,
     outcome INTEGER, first_content_ms INTEGER, total_ms INTEGER, wait_ms INTEGER, request_id TEXT) STRICT;
   CREATE INDEX attempt_open ON attempt(account, window, reserved_nano) WHERE state = 0;
   CREATE INDEX attempt_day ON attempt(local_day);`,
  // Kept by `auth/tokenRows.ts`, here because all windows share this file.
  `CREATE TABLE token(name TEXT PRIMARY KEY, sealed BLOB, ends_at_ms INTEGER, lease TEXT) STRICT, WITHOUT ROWID;`,
  // Sums of the attempts that ended, kept by `dailyRows.ts`, so that nothing has to go through all attempts of a day.
  `CREATE TABLE daily(local_day INTEGER NOT NULL, kind INTEGER NOT NULL, value INTEGER NOT NULL,
     attempts INTEGER NOT NULL, ok INTEGER NOT NULL, failed INTEGER NOT NULL, cancelled INTEGER NOT NULL,
     amount_nano INTEGER NOT NULL, estimated_nano INTEGER NOT NULL, unknown_price INTEGER NOT NULL,
     input_tokens INTEGER NOT NULL, cached_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL,
     reasoning_tokens INTEGER NOT NULL, saved_nano INTEGER NOT NULL,
     PRIMARY KEY(local_day, kind, value)) STRICT, WITHOUT ROWID;
   INSERT INTO daily SELECT local_day, 0, 0, count(*), count(*) FILTER (WHERE outcome = 0),
     count(*) FILTER (WHERE outcome IN (1, 3)), count(*) FILTER (WHERE outcome = 2), coalesce(sum(amount_nano), 0),
     coalesce(sum(amount_nano) FILTER (WHERE source = 1), 0), count(*) - count(amount_nano),
     coalesce(sum(input_tokens), 0), coalesce(sum(cached_tokens), 0), coalesce(sum(output_tokens), 0),
     coalesce(sum(reasoning_tokens), 0), 0
   FROM attempt WHERE state <> 0 GROUP BY local_day;`,
  // What was learned of a service's limits and failures, by whoever wrote it; `flow/laneState.ts` reads it.
  `CREATE TABLE lane(account INTEGER NOT NULL, endpoint INTEGER NOT NULL, model INTEGER NOT NULL, json TEXT NOT NULL,
     PRIMARY KEY(account, endpoint, model)) STRICT, WITHOUT ROWID;`,
  // A question that was answered without paying (`cacheUseRows.ts`), and what the windows share about that: who asks what
  // just now (`cache/flightRows.ts`), which folders hold answers (`cache/answerFolders.ts`).
  `CREATE TABLE question(id TEXT PRIMARY KEY, asked_at_ms INTEGER NOT NULL, local_day INTEGER NOT NULL,
     feature INTEGER NOT NULL, workspace INTEGER NOT NULL, consumer INTEGER NOT NULL, cache_level INTEGER NOT NULL,
     saved_nano INTEGER) STRICT, WITHOUT ROWID;
   CREATE TABLE flight(id INTEGER PRIMARY KEY AUTOINCREMENT, key_hash TEXT NOT NULL, owner TEXT, boot TEXT NOT NULL,
     pid INTEGER NOT NULL, beat_ms INTEGER NOT NULL, followers INTEGER NOT NULL, landing BLOB,
     landed_at_ms INTEGER) STRICT;
   CREATE UNIQUE INDEX flight_under_way ON flight(key_hash) WHERE landed_at_ms IS NULL;
   CREATE TABLE answer_folder(path TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;`,
];

/** `attempt.state`. */
export const STATE = { open: 0, settled: 1, lost: 2 } as const;

/** `name.kind`. */
export const NAME_KIND = { account: 0, endpoint: 1, model: 2, workspace: 3, feature: 4, consumer: 5 } as const;

/**
 * `daily.kind`: what a day's row is about. The day's total has `value` 0. The `value` of a cache level is its place in
 * `CACHE_LEVELS`: there `attempts` are questions, and `unknown_price` those of which nobody knows what they saved.
 */
export const DAILY_KIND = { total: 0, cacheLevel: 1 } as const;

/** What an attempt came to; `lost` when its window died before it knew. */
export type LedgerOutcome = Booking['outcome'] | 'lost';

// The place in each of these lists is the number in the file: they only grow, at the end.

/** `attempt.outcome`. */
export const OUTCOMES: readonly LedgerOutcome[] = ['ok', 'failed', 'cancelled', 'lost'];

/** `question.cache_level`: where an answer came from. `asked` of the service, which is in `daily` alone. */
export const CACHE_LEVELS: readonly ('asked' | Origin['level'])[] = ['asked', 'memory', 'workspace', 'team', 'joined'];

/** `attempt.source`. */
export const SOURCES: readonly Booking['source'][] = ['usage', 'estimate'];

/** `attempt.cause`. */
export const CAUSES: readonly ChatRequest['cause'][] = ['user', 'refresh', 'batch'];
