import * as v from 'valibot';
import { FEATURES } from '../../feature.ts';
import { BUDGET_PERIODS, BUDGET_SCOPES } from '../../budget.ts';
import type { Failure } from '../conversation.ts';

// Files are untrusted. Unknown fields are kept, because a newer version may have added them.

const FAILURES = {
  refused: true,
  busy: true,
  timeout: true,
  stalled: true,
  'too-slow': true,
  truncated: true,
  empty: true,
  'connection-lost': true,
  unreachable: true,
  dns: true,
  tls: true,
  'proxy-auth': true,
  'proxy-refused': true,
  redirect: true,
  'not-json': true,
  'no-endpoint': true,
  'no-credentials': true,
  credentials: true,
  'model-permission': true,
  'model-gone': true,
  quota: true,
  overdue: true,
  'too-long': true,
  unsafe: true,
  invalid: true,
  'too-large': true,
  storage: true,
  budget: true,
  paused: true,
  'price-unknown': true,
  circuit: true,
  'queue-full': true,
  offline: true,
  interrupted: true,
  unexpected: true,
} as const satisfies Record<Failure['kind'], true>;

/** An id that a database stores unchanged. */
const id = v.pipe(v.string(), v.maxLength(200), v.regex(/^[^\p{Cc}\p{Cs}]+$/u));
const whole = v.pipe(v.number(), v.safeInteger());
const number = v.pipe(v.number(), v.finite());
/** There is no message for an unknown kind. */
const failureKind = v.fallback(v.picklist(Object.keys(FAILURES)), 'unexpected');

const attachment = v.looseObject({
  id,
  path: v.string(),
  languageId: v.string(),
  startLine: whole,
  endLine: whole,
  text: v.string(),
});

const booking = v.looseObject({
  questionId: v.string(),
  model: v.string(),
  endpoint: v.string(),
  usage: v.looseObject({ inputTokens: whole, cachedInputTokens: whole, outputTokens: whole, reasoningTokens: whole }),
  source: v.picklist(['usage', 'estimate']),
  amountNanoYuan: v.optional(whole),
  isFlat: v.optional(v.literal(true)),
  outcome: v.picklist(['ok', 'failed', 'cancelled']),
  failure: v.optional(failureKind),
  firstContentMs: v.optional(number),
  totalMs: number,
});

const citations = v.array(
  v.looseObject({ index: number, url: v.pipe(v.string(), v.regex(/^https?:\/\//i)), title: v.string() }),
);

const budget = v.looseObject({
  scope: v.picklist(BUDGET_SCOPES),
  name: v.string(),
  period: v.picklist(BUDGET_PERIODS),
});

const optionalWhole = v.optional(whole);
const optionalNumber = v.optional(number);
const optionalText = v.optional(v.string());

const failure = v.looseObject({
  kind: failureKind,
  status: optionalNumber,
  code: optionalText,
  requestId: optionalText,
  host: optionalText,
  retryAfterMs: optionalNumber,
  limitSeconds: optionalNumber,
  budget: v.optional(budget),
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
});

const answer = v.looseObject({
  state: v.picklist(['waiting', 'streaming', 'finished', 'stopped', 'failed']),
  model: v.string(),
  askedModel: optionalText,
  endpoint: optionalText,
  failures: v.optional(v.array(v.looseObject({ endpoint: v.string(), model: v.string(), kind: failureKind }))),
  failover: v.optional(
    v.looseObject({
      from: v.looseObject({ endpoint: v.string(), model: v.string() }),
      because: v.optional(failureKind),
    }),
  ),
  insteadOf: optionalText,
  reasoning: v.string(),
  text: v.string(),
  citations: v.optional(citations),
  limited: v.optional(v.looseObject({ maxOutputTokens: whole, leftNanoYuan: whole, budget: v.optional(budget) })),
  isModelLimit: v.optional(v.literal(true)),
  safety: v.optional(v.picklist(['withdrawn', 'ended'])),
  finish: v.optional(v.picklist(['stop', 'length', 'filtered', 'tools'])),
  origin: v.optional(
    v.looseObject({
      level: v.picklist(['memory', 'workspace', 'team', 'joined']),
      answeredAtMs: number,
      savedNanoYuan: optionalWhole,
      isStale: v.optional(v.literal(true)),
    }),
  ),
  fresher: v.optional(
    v.looseObject({ reasoning: v.string(), text: v.string(), citations, booking: v.optional(booking) }),
  ),
  failure: v.optional(failure),
  bookings: v.array(booking),
});

/** Schema of a turn in a file. */
const turnShape = v.looseObject({
  id,
  feature: v.picklist(FEATURES),
  question: v.string(),
  prompt: v.string(),
  attachments: v.array(attachment),
  askedAtMs: whole,
  parent: v.optional(v.string()),
  repeats: optionalText,
  answer,
});

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
