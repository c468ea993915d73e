import type { ChatRequest, Origin } from '../chat.ts';
import type { Database, Statements } from '../database/database.ts';
import type { NanoYuan } from '../money.ts';
import { idOfName } from './attemptRows.ts';
import { CACHE_LEVELS, DAILY_KIND, NAME_KIND, OUTCOMES } from './ledgerFormat.ts';

/** How a question ended: answered from one of several sources, or not at all. */
export type Ending =
  | {
      readonly level: (typeof CACHE_LEVELS)[number];
      /** `undefined` when the price was unknown, and for `asked`, which saves nothing. */
      readonly savedNanoYuan: NanoYuan | undefined;
    }
  | { readonly outcome: 'failed' | 'cancelled' };

/** The fields of an ended question that are stored. */
export interface EndedQuestion extends Pick<ChatRequest, 'questionId' | 'feature' | 'workspace' | 'consumer'> {
  readonly askedAtMs: number;
  /** The user's day, as 20261122. */
  readonly localDay: number;
  readonly ending: Ending;
}

/** Sum of the questions with one source of answers, over a range of days. */
export interface LevelUse {
  readonly questions: number;
  /** What the service would have charged, as far as known; 0 for `asked`. */
  readonly savedNanoYuan: NanoYuan;
  /** Questions missing from that amount, because the price was unknown. */
  readonly unknownPrice: number;
}

/**
 * Questions by source of the answer: `asked` from the service, a cache level, or `joined` to an identical question in
 * flight.
 */
export type CacheUse = Readonly<Record<'asked' | Origin['level'], LevelUse>>;

const INSERT_QUESTION = `
  INSERT OR IGNORE INTO question(id, asked_at_ms, local_day, feature, workspace, consumer, cache_level, saved_nano)
  VALUES(?, ?, ?, ?, ?, ?, ?, ?)`;

const ADD_TO_DAY = `
  INSERT INTO daily(local_day, kind, value, attempts, ok, failed, cancelled, amount_nano, estimated_nano, unknown_price,
    input_tokens, cached_tokens, output_tokens, reasoning_tokens, saved_nano)
  VALUES(?1, ?2, ?3, ?4, 0, 0, 0, 0, 0, ?5, 0, 0, 0, 0, ?6)
  ON CONFLICT(local_day, kind, value) DO UPDATE SET attempts = attempts + ?4, unknown_price = unknown_price + ?5,
    saved_nano = saved_nano + ?6`;

/**
 * Stores the questions that cost nothing, and adds all questions to the sums of their days. Call within a transaction.
 */
export function bookQuestions(database: Database, questions: readonly EndedQuestion[]): void {
  const sums = new Map<
    string,
    { day: number; kind: number; value: number; count: number; unknown: number; saved: number }
  >();
  for (const question of questions) {
    const { localDay: day, ending } = question;
    const isAnswered = 'level' in ending;
    if (isAnswered && ending.level !== 'asked' && !insertQuestion(database, question, ending)) continue;
    const kind = isAnswered ? DAILY_KIND.cacheLevel : DAILY_KIND.question;
    const value = isAnswered ? CACHE_LEVELS.indexOf(ending.level) : OUTCOMES.indexOf(ending.outcome);
    const sum = sums.get(`${day} ${kind} ${value}`) ?? { day, kind, value, count: 0, unknown: 0, saved: 0 };
    sums.set(`${day} ${kind} ${value}`, sum);
    sum.count++;
    if (!isAnswered) continue;
    sum.unknown += Number(ending.level !== 'asked' && ending.savedNanoYuan === undefined);
    sum.saved += ending.savedNanoYuan ?? 0;
  }
  const add = database.statement(ADD_TO_DAY);
  for (const { day, kind, value, count, unknown, saved } of sums.values()) {
    add.run(day, kind, value, count, unknown, saved);
    // The day's total counts attempts; these questions had none.
    if (saved > 0) add.run(day, DAILY_KIND.total, 0, 0, 0, saved);
  }
}

/** Returns false if the row exists already. */
function insertQuestion(
  database: Database,
  question: EndedQuestion,
  { level, savedNanoYuan }: Extract<Ending, { level: unknown }>,
): boolean {
  const { changes } = database
    .statement(INSERT_QUESTION)
    .run(
      question.questionId,
      question.askedAtMs,
      question.localDay,
      idOfName(database, NAME_KIND.feature, question.feature),
      idOfName(database, NAME_KIND.workspace, question.workspace),
      idOfName(database, NAME_KIND.consumer, question.consumer),
      CACHE_LEVELS.indexOf(level),
      savedNanoYuan ?? null,
    );
  return changes === 1;
}

/** Returns how the questions of the local days from `firstDay` to `lastDay` were answered. Reads daily sums only. */
export function readCacheUse(database: Statements, firstDay: number, lastDay: number): CacheUse {
  const rows = database
    .statement(
      `SELECT value, sum(attempts) AS questions, sum(saved_nano) AS saved, sum(unknown_price) AS unknown FROM daily
       WHERE local_day BETWEEN ? AND ? AND kind = ${DAILY_KIND.cacheLevel} GROUP BY value`,
    )
    .all(firstDay, lastDay);
  const of = (level: (typeof CACHE_LEVELS)[number]): LevelUse => {
    const row = rows.find(({ value }) => value === CACHE_LEVELS.indexOf(level));
    return {
      questions: Number(row?.['questions'] ?? 0),
      savedNanoYuan: Number(row?.['saved'] ?? 0),
      unknownPrice: Number(row?.['unknown'] ?? 0),
    };
  };
  return {
    asked: of('asked'),
    memory: of('memory'),
    workspace: of('workspace'),
    team: of('team'),
    joined: of('joined'),
  };
}
