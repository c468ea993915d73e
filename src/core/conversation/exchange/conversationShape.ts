import * as v from 'valibot';
import { FEATURES } from '../../feature.ts';
import { BUDGET_PERIODS, BUDGET_SCOPES, type BudgetName } from '../../budget.ts';
import type { Booking } from '../../booking.ts';
import type { AttemptFailure, FresherAnswer, Origin } from '../../chat.ts';
import type { Citation } from '../../citation.ts';
import { FAILURE_KINDS } from '../../errors.ts';
import type { Rate } from '../../money.ts';
import type { Answer, Attachment, Failover, Failure, Turn, Wait } from '../conversation.ts';

// Files are untrusted. Every field of this version is validated, because the code that reads a turn relies on its type.
// Unknown fields are kept, because a newer version may have added them.

/** One schema for each field of `T`, which returns that type: a field cannot be left out. */
type Fields<T> = { readonly [Name in keyof T]-?: v.GenericSchema<unknown, T[Name]> };

/** JSON has no `undefined`: a required field that may be `undefined` is missing in a file, and reads the same. */
function stored<T>(schema: v.GenericSchema<unknown, Partial<T>>): v.GenericSchema<unknown, T> {
  return schema as v.GenericSchema<unknown, T>;
}

/** An id that a database stores unchanged. */
const id = v.pipe(v.string(), v.maxLength(200), v.regex(/^[^\p{Cc}\p{Cs}]+$/u));
const whole = v.pipe(v.number(), v.safeInteger());
const count = v.pipe(whole, v.minValue(0));
/** The number of a line, from 1. VS Code's positions throw below that. */
const line = v.pipe(whole, v.minValue(1));
const number = v.pipe(v.number(), v.finite());
/** There is no message for an unknown kind. Who imports an answer that was being written has no window with the rest. */
const failureKind = v.pipe(
  v.fallback(v.picklist([...FAILURE_KINDS, 'interrupted', 'elsewhere', 'unexpected']), 'unexpected'),
  v.transform(kind => (kind === 'elsewhere' ? 'interrupted' : kind)),
);
/** The kinds of a single attempt have no `unexpected`; the message for `invalid` fits any of them. */
const attemptFailureKind = v.fallback(v.picklist(FAILURE_KINDS), 'invalid');

const optionalCount = v.exactOptional(count);
const optionalWhole = v.exactOptional(whole);
const optionalNumber = v.exactOptional(number);
const optionalText = v.exactOptional(v.string());
const optionalTrue = v.exactOptional(v.literal(true));

const attachment = v.looseObject({
  id,
  kind: v.exactOptional(v.picklist(['file', 'folder', 'symbol', 'problems', 'terminal', 'changes', 'pasted'])),
  path: v.string(),
  name: optionalText,
  parts: v.exactOptional(v.looseObject({ taken: count, found: count })),
  languageId: v.string(),
  startLine: line,
  endLine: line,
  text: v.string(),
  uri: optionalText,
  isWholeFile: optionalTrue,
} satisfies Fields<Attachment>);

const rate = v.looseObject({
  inputNanoYuan: whole,
  cachedInputNanoYuan: optionalCount,
  outputNanoYuan: whole,
} satisfies Fields<Rate>);

const booking = stored<Booking>(
  v.looseObject({
    questionId: v.string(),
    model: v.string(),
    endpoint: v.string(),
    usage: v.looseObject({ inputTokens: whole, cachedInputTokens: whole, outputTokens: whole, reasoningTokens: whole }),
    source: v.picklist(['usage', 'estimate']),
    amountNanoYuan: v.optional(whole),
    isFlat: optionalTrue,
    rate: v.exactOptional(rate),
    outcome: v.picklist(['ok', 'failed', 'cancelled']),
    failure: v.exactOptional(attemptFailureKind),
    firstContentMs: optionalNumber,
    totalMs: number,
  } satisfies Fields<Booking>),
);

const citations = v.array(
  v.looseObject({
    index: number,
    url: v.pipe(v.string(), v.regex(/^https?:\/\//i)),
    title: v.string(),
  } satisfies Fields<Citation>),
);

const budget = v.looseObject({
  scope: v.picklist(BUDGET_SCOPES),
  name: v.string(),
  period: v.picklist(BUDGET_PERIODS),
} satisfies Fields<BudgetName>);

const failure = v.looseObject({
  kind: failureKind,
  status: optionalNumber,
  code: optionalText,
  requestId: optionalText,
  host: optionalText,
  retryAfterMs: optionalNumber,
  retryAtMs: optionalNumber,
  limitSeconds: optionalNumber,
  budget: v.exactOptional(budget),
  budgetNanoYuan: optionalWhole,
  spentNanoYuan: optionalWhole,
  worstNanoYuan: optionalWhole,
  consumer: optionalText,
  tokens: optionalNumber,
  limitTokens: optionalNumber,
  clockOffMinutes: optionalNumber,
  endpoint: optionalText,
  failures: optionalNumber,
  dearerModel: optionalText,
  dearerRatio: optionalNumber,
} satisfies Fields<Failure>);

const failedAttempt = v.looseObject({
  endpoint: v.string(),
  model: v.string(),
  kind: attemptFailureKind,
} satisfies Fields<AttemptFailure>);

const failover = v.looseObject({
  from: v.looseObject({ endpoint: v.string(), model: v.string() }),
  because: v.exactOptional(attemptFailureKind),
} satisfies Fields<Failover>);

const waiting = v.looseObject({
  why: v.picklist(['queue', 'rate', 'budget', 'backoff', 'circuit', 'offline', 'flight']),
  untilMs: optionalNumber,
  position: optionalNumber,
  requestsPerMinute: optionalNumber,
  because: v.exactOptional(attemptFailureKind),
  nextAttempt: optionalNumber,
  maxAttempts: optionalNumber,
  endpoint: optionalText,
  canSkip: v.boolean(),
} satisfies Fields<Wait>);

const origin = stored<Origin>(
  v.looseObject({
    level: v.picklist(['memory', 'workspace', 'team', 'joined']),
    answeredAtMs: number,
    savedNanoYuan: v.optional(whole),
    isStale: optionalTrue,
  } satisfies Fields<Origin>),
);

const fresher = stored<FresherAnswer>(
  v.looseObject({
    reasoning: v.string(),
    text: v.string(),
    citations,
    booking: v.optional(booking),
  } satisfies Fields<FresherAnswer>),
);

const answer = v.looseObject({
  state: v.picklist(['waiting', 'streaming', 'finished', 'stopped', 'failed']),
  model: v.string(),
  askedModel: optionalText,
  endpoint: optionalText,
  failures: v.exactOptional(v.array(failedAttempt)),
  failover: v.exactOptional(failover),
  insteadOf: optionalText,
  reasoning: v.string(),
  reasoningMs: optionalNumber,
  reasoningSinceMs: optionalNumber,
  text: v.string(),
  continuedAt: optionalCount,
  earlier: v.exactOptional(v.looseObject({ sent: count, leftOut: count, because: v.picklist(['length', 'count']) })),
  citations: v.exactOptional(citations),
  waiting: v.exactOptional(waiting),
  waitedMs: optionalNumber,
  slow: v.exactOptional(v.looseObject({ seconds: number })),
  limited: v.exactOptional(
    v.looseObject({ maxOutputTokens: whole, leftNanoYuan: whole, budget: v.exactOptional(budget) }),
  ),
  isModelLimit: optionalTrue,
  safety: v.exactOptional(v.picklist(['withdrawn', 'ended'])),
  finish: v.exactOptional(v.picklist(['stop', 'length', 'filtered', 'tools'])),
  origin: v.exactOptional(origin),
  fresher: v.exactOptional(fresher),
  failure: v.exactOptional(failure),
  bookings: v.array(booking),
} satisfies Fields<Answer>);

/** Schema of a turn in a file. */
const turnShape = v.looseObject({
  id,
  feature: v.picklist(FEATURES),
  question: v.string(),
  prompt: v.string(),
  attachments: v.array(attachment),
  mostEarlier: optionalCount,
  askedAtMs: whole,
  parent: optionalText,
  repeats: optionalText,
  answer,
} satisfies Fields<Turn>);

/** Schema of a whole conversation. */
export const conversationShape = v.looseObject({
  id,
  turns: v.pipe(
    v.array(turnShape),
    v.minLength(1),
    v.check(turns => new Set(turns.map(turn => turn.id)).size === turns.length),
  ),
  tip: v.optional(v.string()),
});
