import type { Database } from '../../../src/core/database/database.ts';
import { idOfName } from '../../../src/core/spend/attemptRows.ts';
import { CACHE_LEVELS, NAME_KIND, OUTCOMES, SOURCES, STATE } from '../../../src/core/spend/ledgerFormat.ts';
import { billDayOf, LocalCalendar } from '../../../src/core/spend/localCalendar.ts';
import { seededRandom } from '../seededRandom.ts';
import { madeUpAttempt, type Choose, type MadeUpAttempt } from './madeUpAttempt.ts';
import { rebuildSums } from './rebuildSums.ts';

/** What to generate. */
export interface HistoryOptions {
  /** Default 200,000. */
  readonly attempts?: number;
  /** Number of days, ending with that of `endMs`; default 365. */
  readonly days?: number;
  /** Wall time of the last attempt at most. */
  readonly endMs: number;
  /** Default `Asia/Shanghai`. */
  readonly timeZone?: string;
  readonly seed?: number;
}

const MS_PER_DAY = 24 * 60 * 60 * 1000;

/** Relative activity by weekday from Sunday, and by hour from midnight. */
const WEEKDAYS = [2, 10, 11, 11, 10, 9, 3];
const HOURS = [2, 1, 0, 0, 0, 0, 1, 2, 5, 11, 13, 10, 4, 6, 12, 13, 12, 10, 5, 3, 5, 6, 5, 3];

/** Questions answered without the service, per attempt. */
const CACHED_SHARE = 0.18;
const LEVELS = [
  ['memory', 40],
  ['workspace', 35],
  ['team', 15],
  ['joined', 10],
] as const;

/** Fills an empty ledger with a realistic year of one user's work that is the same each time. Takes seconds. */
export function writeHistory(database: Database, options: HistoryOptions): void {
  const { attempts: count = 200_000, seed = 1, timeZone = 'Asia/Shanghai' } = options;
  const random = seededRandom(seed);
  const choose = chooseBy(random);
  const calendar = new LocalCalendar(timeZone);
  database.tryTransaction(() => {
    const insert = attemptInsert(database);
    const insertQuestion = questionInsert(database);
    let [question, number] = [0, 0];
    for (const sentAtMs of momentsOf(count, options, random)) {
      const attempt = madeUpAttempt(random, choose);
      // Most failed attempts are followed by another attempt at the same question.
      number++;
      const local = calendar.dayAt(sentAtMs);
      insert(attempt, `q${question}`, number, sentAtMs, local);
      const isEnd = attempt.outcome !== 'failed' || number === 3 || random() < 0.4;
      if (isEnd) [question, number] = [question + 1, 0];
      if (random() < CACHED_SHARE)
        insertQuestion(`c${question}.${sentAtMs}`, attempt, choose(LEVELS), sentAtMs, local.day);
    }
    rebuildSums(database);
  });
}

function chooseBy(random: () => number): Choose {
  return weighted => {
    let left = random() * weighted.reduce((sum, [, weight]) => sum + weight, 0);
    const found = weighted.find(([, weight]) => (left -= weight) < 0) ?? weighted[0];
    if (found === undefined) throw new RangeError('There is nothing to choose from');
    return found[0];
  };
}

/**
 * Returns the times at which attempts are sent, in order: more on working days and in office hours, and increasing from
 * month to month.
 */
function momentsOf(count: number, { days = 365, endMs }: HistoryOptions, random: () => number): number[] {
  // Always uses China's time, since the distribution over the day matters, not the zone.
  const endDay = Math.floor((endMs + MS_PER_DAY / 3) / MS_PER_DAY);
  const weights: number[] = [];
  for (let day = 0; day < days; day++) {
    const weekday = (endDay - days + 1 + day + 4) % 7;
    for (const hour of HOURS)
      weights.push((WEEKDAYS[weekday] ?? 0) * hour * (0.6 + day / days) * (0.7 + 0.6 * random()));
  }
  const startMs = (endDay - days + 1) * MS_PER_DAY - MS_PER_DAY / 3;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const moments: number[] = [];
  let due = 0;
  weights.forEach((weight, hour) => {
    due += (weight / total) * count;
    while (moments.length < Math.round(due)) moments.push(startMs + Math.floor((hour + random()) * (MS_PER_DAY / 24)));
  });
  return moments.filter(moment => moment <= endMs).sort((a, b) => a - b);
}

function attemptInsert(database: Database) {
  const statement = database.statement(
    `INSERT INTO attempt(question, number, window, account, endpoint, model, workspace, feature, consumer, cause, state,
       sent_at_ms, utc_offset_min, local_day, bill_day, price, reserved_nano, amount_nano, input_tokens, cached_tokens,
       output_tokens, reasoning_tokens, source, outcome, first_content_ms, total_ms, wait_ms, failure, estimated_input)
     VALUES(?, ?, 1, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const prices = new Map<unknown, number>();
  const idOfPrice = (price: MadeUpAttempt['price']): number | null => {
    if (price === undefined) return null;
    const add = database.statement('INSERT INTO price(json) VALUES(?) RETURNING id');
    const id = prices.get(price) ?? Number(add.get(JSON.stringify(price))?.['id']);
    prices.set(price, id);
    return id;
  };
  const name = (kind: keyof typeof NAME_KIND, text: string): number => idOfName(database, NAME_KIND[kind], text);
  return (
    attempt: MadeUpAttempt,
    question: string,
    number: number,
    sentAtMs: number,
    { day, utcOffsetMinutes }: { readonly day: number; readonly utcOffsetMinutes: number },
  ): void => {
    statement.run(
      question,
      number,
      name('account', attempt.endpoint),
      name('endpoint', attempt.endpoint),
      name('model', attempt.model),
      name('workspace', attempt.workspace),
      name('feature', attempt.feature),
      name('consumer', attempt.consumer),
      attempt.outcome === 'lost' ? STATE.lost : STATE.settled,
      sentAtMs,
      utcOffsetMinutes,
      day,
      billDayOf(sentAtMs),
      idOfPrice(attempt.price),
      attempt.amountNanoYuan ?? null,
      attempt.inputTokens,
      attempt.cachedTokens,
      attempt.outputTokens,
      attempt.reasoningTokens,
      SOURCES.indexOf(attempt.source),
      OUTCOMES.indexOf(attempt.outcome),
      attempt.firstContentMs ?? null,
      attempt.totalMs,
      sentAtMs % 50,
      attempt.failure === undefined ? null : name('failure', attempt.failure),
      attempt.estimatedInput,
    );
  };
}

function questionInsert(database: Database) {
  const statement = database.statement(
    `INSERT INTO question(id, asked_at_ms, local_day, feature, workspace, consumer, cache_level, saved_nano)
     VALUES(?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const name = (kind: keyof typeof NAME_KIND, text: string): number => idOfName(database, NAME_KIND[kind], text);
  return (
    id: string,
    { feature, workspace, consumer, amountNanoYuan }: MadeUpAttempt,
    level: (typeof CACHE_LEVELS)[number],
    askedAtMs: number,
    day: number,
  ): void => {
    statement.run(
      id,
      askedAtMs,
      day,
      name('feature', feature),
      name('workspace', workspace),
      name('consumer', consumer),
      CACHE_LEVELS.indexOf(level),
      amountNanoYuan ?? null,
    );
  };
}
