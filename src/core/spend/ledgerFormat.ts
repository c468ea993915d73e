import type { Booking } from '../booking.ts';
import type { ChatRequest, Origin } from '../chat.ts';

/** SQLite's `application_id` of the ledger: "Wenx". */
export const LEDGER_APPLICATION_ID = 0x57656e78;

/**
 * Migrations of the ledger's format. Released ones are never edited.
 *
 * An `attempt` is one request that was sent or is about to be. While `state` is 0, its row holds what is known
 * beforehand (the estimated `input_tokens`, `reserved_nano`), afterwards its booking. `local_day` is the user's day and
 * `bill_day` Baidu's (UTC+8), both as 20261122. A NULL amount means that the price is unknown.
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
  // Used by `auth/tokenRows.ts`; it is here because all windows share this file.
  `CREATE TABLE token(name TEXT PRIMARY KEY, sealed BLOB, ends_at_ms INTEGER, lease TEXT) STRICT, WITHOUT ROWID;`,
  // Daily sums of ended attempts, maintained by `dailyRows.ts`, so that queries need not scan a day's attempts.
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
  // What was learned of a service's limits and failures; read by `flow/laneState.ts`.
  `CREATE TABLE lane(account INTEGER NOT NULL, endpoint INTEGER NOT NULL, model INTEGER NOT NULL, json TEXT NOT NULL,
     PRIMARY KEY(account, endpoint, model)) STRICT, WITHOUT ROWID;`,
  // Questions that were answered without payment (`questionRows.ts`), and what windows share for that: requests in
  // flight (`cache/flightRows.ts`) and the folders that hold answers (`cache/answerFolders.ts`).
  `CREATE TABLE question(id TEXT PRIMARY KEY, asked_at_ms INTEGER NOT NULL, local_day INTEGER NOT NULL,
     feature INTEGER NOT NULL, workspace INTEGER NOT NULL, consumer INTEGER NOT NULL, cache_level INTEGER NOT NULL,
     saved_nano INTEGER) STRICT, WITHOUT ROWID;
   CREATE TABLE flight(id INTEGER PRIMARY KEY AUTOINCREMENT, key_hash TEXT NOT NULL, owner TEXT, boot TEXT NOT NULL,
     pid INTEGER NOT NULL, beat_ms INTEGER NOT NULL, followers INTEGER NOT NULL, landing BLOB,
     landed_at_ms INTEGER) STRICT;
   CREATE UNIQUE INDEX flight_under_way ON flight(key_hash) WHERE landed_at_ms IS NULL;
   CREATE TABLE answer_folder(path TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;`,
  // Data of the usage panel and of further budgets. `daily` now has a row for each name (`dailyRows.ts`); `latency`
  // counts answers by duration (`latencyRows.ts`); `failure` is the id of the failure's name; `budget` holds limits
  // that are not settings (`budgetRows.ts`); `notice` records what was reported to the user (`budgetNotices.ts`,
  // `alarmNotices.ts`); `paused` lists consumers that are not served (`pausedConsumers.ts`); `token_factor` corrects
  // estimates (`tokenFactors.ts`); `answer_length` holds histograms of answer lengths (`answerLengths.ts`).
  `ALTER TABLE attempt ADD COLUMN failure INTEGER;
   ALTER TABLE attempt ADD COLUMN estimated_input INTEGER;
   CREATE INDEX attempt_question ON attempt(question);
   CREATE INDEX question_day ON question(local_day);
   CREATE INDEX attempt_batch ON attempt(batch) WHERE batch IS NOT NULL;
   CREATE TABLE latency(local_day INTEGER NOT NULL, metric INTEGER NOT NULL, bucket INTEGER NOT NULL, n INTEGER NOT NULL,
     PRIMARY KEY(local_day, metric, bucket)) STRICT, WITHOUT ROWID;
   CREATE TABLE budget(scope_kind INTEGER NOT NULL, scope TEXT NOT NULL, period INTEGER NOT NULL,
     limit_nano INTEGER NOT NULL, PRIMARY KEY(scope_kind, scope, period)) STRICT, WITHOUT ROWID;
   CREATE TABLE notice(subject TEXT NOT NULL, period INTEGER NOT NULL, percent INTEGER NOT NULL,
     PRIMARY KEY(subject, period, percent)) STRICT, WITHOUT ROWID;
   CREATE TABLE paused(consumer TEXT PRIMARY KEY, since_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE token_factor(model TEXT NOT NULL, class INTEGER NOT NULL, factor REAL NOT NULL, error REAL NOT NULL,
     samples INTEGER NOT NULL, PRIMARY KEY(model, class)) STRICT, WITHOUT ROWID;
   CREATE TABLE answer_length(feature TEXT NOT NULL, model TEXT NOT NULL, bucket INTEGER NOT NULL, n INTEGER NOT NULL,
     PRIMARY KEY(feature, model, bucket)) STRICT, WITHOUT ROWID;
   INSERT INTO meta SELECT 'sumsWanted', 'all' WHERE EXISTS (SELECT 1 FROM attempt);`,
  // Batches; they are here because a result is written in the transaction of its booking. Jobs
  // (`batch/store/jobRows.ts`), their items (`batch/store/itemRows.ts`), the processes that run them
  // (`batch/store/runnerRows.ts`), and parts handed over to the service's batch inference
  // (`batch/service/partRows.ts`). Triggers count the items in each state, because a job may have 100,000 of them. The
  // cost of batches is a kind of `daily`.
  `CREATE TABLE batch_job(id TEXT PRIMARY KEY, created_at_ms INTEGER NOT NULL, state INTEGER NOT NULL, model TEXT NOT NULL,
     start_at_ms INTEGER, ended_at_ms INTEGER, pause TEXT, hidden INTEGER, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE batch_item(id INTEGER PRIMARY KEY, job TEXT NOT NULL, number INTEGER NOT NULL, state INTEGER NOT NULL,
     tries INTEGER NOT NULL DEFAULT 0, runner INTEGER, question TEXT, amount_nano INTEGER, ended_at_ms INTEGER,
     ended INTEGER, review INTEGER, byte_offset INTEGER NOT NULL, byte_length INTEGER NOT NULL, input_hash TEXT NOT NULL,
     custom_id TEXT NOT NULL, source TEXT, outcome TEXT) STRICT;
   CREATE UNIQUE INDEX batch_item_number ON batch_item(job, number);
   CREATE UNIQUE INDEX batch_item_custom_id ON batch_item(job, custom_id);
   CREATE INDEX batch_item_state ON batch_item(job, state, number);
   CREATE INDEX batch_item_next ON batch_item(job, tries, number) WHERE state = 0;
   CREATE INDEX batch_item_runner ON batch_item(runner) WHERE runner IS NOT NULL;
   CREATE INDEX batch_item_ended ON batch_item(job, ended) WHERE ended IS NOT NULL;
   CREATE TABLE batch_count(job TEXT NOT NULL, state INTEGER NOT NULL, n INTEGER NOT NULL,
     PRIMARY KEY(job, state)) STRICT, WITHOUT ROWID;
   CREATE TRIGGER batch_item_added AFTER INSERT ON batch_item BEGIN
     INSERT OR IGNORE INTO batch_count(job, state, n) VALUES(NEW.job, NEW.state, 0);
     UPDATE batch_count SET n = n + 1 WHERE job = NEW.job AND state = NEW.state;
   END;
   CREATE TRIGGER batch_item_moved AFTER UPDATE OF state ON batch_item WHEN NEW.state <> OLD.state BEGIN
     INSERT OR IGNORE INTO batch_count(job, state, n) VALUES(NEW.job, NEW.state, 0);
     UPDATE batch_count SET n = n + iif(state = NEW.state, 1, -1) WHERE job = NEW.job AND state IN (NEW.state, OLD.state);
   END;
   CREATE TRIGGER batch_item_removed AFTER DELETE ON batch_item BEGIN
     UPDATE batch_count SET n = n - 1 WHERE job = OLD.job AND state = OLD.state;
   END;
   CREATE TABLE batch_runner(id INTEGER PRIMARY KEY, job TEXT NOT NULL, boot TEXT NOT NULL,
     pid INTEGER NOT NULL, beat INTEGER NOT NULL) STRICT;
   CREATE TABLE batch_part(job TEXT NOT NULL, part INTEGER NOT NULL, state INTEGER NOT NULL,
     reserved_nano INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY(job, part)) STRICT, WITHOUT ROWID;
   CREATE INDEX daily_batch ON daily(value) WHERE kind = 10;
   INSERT OR IGNORE INTO meta SELECT 'sumsWanted', 'all' WHERE EXISTS (SELECT 1 FROM attempt WHERE batch IS NOT NULL);`,
];

/** `attempt.state`. */
export const STATE = { open: 0, settled: 1, lost: 2 } as const;

/** `attempt.window` of rows that are not attempts but correct a day's total (`corrections.ts`); real ids start at 1. */
export const NO_WINDOW = 0;

/** `attempt.window` of answers from the service's batch inference, which belong to no window. */
export const BATCH_WINDOW = -1;

/** `name.kind`. */
export const NAME_KIND = {
  account: 0,
  endpoint: 1,
  model: 2,
  workspace: 3,
  feature: 4,
  consumer: 5,
  failure: 6,
  batch: 7,
} as const;

/**
 * `daily.kind`: what a row sums. Totals have `value` 0; where the kind is a column of `attempt`, `value` is the id
 * stored there. For `cacheLevel`, `value` is an index into `CACHE_LEVELS`, for `question` an index into `OUTCOMES`; in
 * both, `attempts` counts questions, and `unknown_price` those whose savings are unknown.
 */
export const DAILY_KIND = {
  total: 0,
  cacheLevel: 1,
  model: 2,
  feature: 3,
  workspace: 4,
  endpoint: 5,
  consumer: 6,
  account: 7,
  failure: 8,
  question: 9,
  batch: 10,
} as const;

/** `latency.metric`: time to the first content and to the end, of answered attempts. */
export const LATENCY_METRIC = { firstContent: 0, total: 1 } as const;

/** Outcome of an attempt; `lost` when its window died before the end. */
export type LedgerOutcome = Booking['outcome'] | 'lost';

// The file stores indexes into these lists: only append to them.

/** `attempt.outcome`. */
export const OUTCOMES: readonly LedgerOutcome[] = ['ok', 'failed', 'cancelled', 'lost'];

/** `question.cache_level`: the source of an answer. `asked` means the service, and occurs in `daily` only. */
export const CACHE_LEVELS: readonly ('asked' | Origin['level'])[] = ['asked', 'memory', 'workspace', 'team', 'joined'];

/** `attempt.source`. */
export const SOURCES: readonly Booking['source'][] = ['usage', 'estimate'];

/** `attempt.cause`. */
export const CAUSES: readonly ChatRequest['cause'][] = ['user', 'refresh', 'batch'];
