import type { Booking } from '../booking.ts';
import type { AttemptFailure, ChatEvent, Waiting } from '../chat.ts';
import type { SlowAnswer } from '../slowAnswer.ts';
import { type FailureDetails, WenxinError } from '../errors.ts';
import type { Answer, Failure, Failover, Wait } from './conversation.ts';

/** Returns an answer without any content. */
export function newAnswer(model: string): Answer {
  return { state: 'waiting', model, reasoning: '', text: '', bookings: [] };
}

/** Returns the answer after one more event. `nowMs` is wall-clock time. */
export function withEvent(answer: Answer, event: ChatEvent, nowMs: number): Answer {
  switch (event.type) {
    case 'waiting':
      return { ...withoutWait(answer), waiting: waitOf(event) };
    case 'attempt':
      return onItsWay(answer, event);
    case 'limited':
      return {
        ...answer,
        limited: withoutType(event),
      };
    case 'reasoning':
      return grown(answer, ({ reasoning, reasoningSinceMs }) => ({
        reasoning: (reasoningSinceMs === undefined ? apart(reasoning) : reasoning) + event.text,
        reasoningSinceMs: reasoningSinceMs ?? nowMs,
      }));
    case 'text':
      return grown(withoutReasoning(answer, nowMs), ({ text }) => ({ text: text + event.text }));
    case 'citations':
      return grown(answer, ({ citations = [] }) => ({ citations: [...citations, ...event.citations] }));
    case 'toolCall':
      // Conversations offer no tools yet.
      return answer;
    case 'safety':
      return withVerdict(answer, event.verdict);
    case 'done':
      return {
        ...withoutReasoning(withoutWait(answer), nowMs),
        state: 'finished',
        finish: event.finish,
        ...(event.origin && { origin: event.origin }),
      };
  }
}

/** Separates the reasoning from more of it that follows after text. */
function apart(reasoning: string): string {
  return reasoning === '' ? '' : `${reasoning}\n\n`;
}

/** Applies the start of an attempt. */
function onItsWay(answer: Answer, { endpoint, model, insteadOf }: Extract<ChatEvent, { type: 'attempt' }>): Answer {
  const { askedModel: _asked, insteadOf: _instead, ...rest } = withoutWait(answer);
  const asked = answer.askedModel ?? answer.model;
  return {
    ...rest,
    endpoint,
    model,
    ...(asked !== model && { askedModel: asked }),
    ...(insteadOf !== undefined && { insteadOf }),
  };
}

/** Adds content, unless the text was withdrawn: then everything is discarded. */
function grown(answer: Answer, more: (answer: Answer) => Partial<Answer>): Answer {
  if (answer.safety === 'withdrawn') return answer;
  if (answer.state === 'streaming') return { ...answer, ...more(answer) };
  const failover = failoverOf(answer);
  return { ...withoutWait(answer), ...(failover && { failover }), ...more(answer), state: 'streaming' };
}

function failoverOf({ endpoint = '', model, askedModel = model, failures = [] }: Answer): Failover | undefined {
  const [first] = failures;
  const from = { endpoint: first?.endpoint ?? endpoint, model: askedModel };
  if (from.endpoint === endpoint && from.model === model) return undefined;
  return { from, ...(first && { because: first.kind }) };
}

function withoutType({ type: _, ...limit }: Extract<ChatEvent, { type: 'limited' }>): NonNullable<Answer['limited']> {
  return limit;
}

function waitOf({ type: _, skip, ...facts }: Waiting): Wait {
  return { ...facts, canSkip: skip !== undefined };
}

/** Drops withdrawn text here, so that no reader (page, history, next question) can show it. */
function withVerdict(answer: Answer, verdict: 'warn' | 'end' | 'hide' | 'withdraw'): Answer {
  if (verdict === 'warn') return answer;
  if (verdict === 'end') return answer.safety ? answer : { ...answer, safety: 'ended' };
  const { citations: _, reasoningMs: _ms, reasoningSinceMs: _since, ...rest } = withoutWait(answer);
  return { ...rest, safety: 'withdrawn', text: '', reasoning: '' };
}

/** Returns the answer after an attempt failed and another one follows. */
export function withFailure(answer: Answer, failure: AttemptFailure): Answer {
  return { ...answer, failures: [...(answer.failures ?? []), failure] };
}

/** Returns the answer while the user has to decide whether to keep waiting. */
export function slowed(answer: Answer, { seconds }: SlowAnswer): Answer {
  return { ...answer, slow: { seconds } };
}

export function withBooking(answer: Answer, booking: Booking): Answer {
  return { ...answer, bookings: [...answer.bookings, booking] };
}

/** Returns the final answer after the user stopped it. */
export function stopped(answer: Answer, nowMs: number): Answer {
  return { ...withoutReasoning(withoutWait(answer), nowMs), state: 'stopped' };
}

/** Returns the final answer after a failure; content received so far is kept. */
export function failed(answer: Answer, error: unknown, nowMs: number): Answer {
  const failure = failureFrom(error);
  const { retryAfterMs } = failure;
  const retryAt = retryAfterMs === undefined ? {} : { retryAtMs: nowMs + retryAfterMs };
  return { ...withoutReasoning(withoutWait(answer), nowMs), state: 'failed', failure: { ...failure, ...retryAt } };
}

/** Returns an open answer as it is seen where nobody writes it; content received so far is kept. */
export function unfinished(answer: Answer, kind: 'interrupted' | 'elsewhere'): Answer {
  const { reasoningSinceMs: _, ...rest } = withoutWait(answer);
  return { ...rest, state: 'failed', failure: { kind } };
}

/** Ends the current phase of reasoning and adds its duration to the total. */
function withoutReasoning(answer: Answer, nowMs: number): Answer {
  const { reasoningSinceMs, reasoningMs = 0, ...rest } = answer;
  if (reasoningSinceMs === undefined) return answer;
  return { ...rest, reasoningMs: reasoningMs + Math.max(0, nowMs - reasoningSinceMs) };
}

/** Ends a wait, including one that requires a decision of the user. */
export function withoutWait({ waiting: _waiting, slow: _slow, ...answer }: Answer): Answer {
  return answer;
}

/** The error details that a failure keeps. The cause is dropped, as it may contain anything. */
const KEPT_DETAILS = [
  'status',
  'code',
  'requestId',
  'host',
  'retryAfterMs',
  'limitSeconds',
  'budget',
  'budgetNanoYuan',
  'spentNanoYuan',
  'worstNanoYuan',
  'consumer',
  'tokens',
  'limitTokens',
  'clockOffMinutes',
  'endpoint',
  'failures',
  'dearerModel',
  'dearerRatio',
] as const satisfies readonly (keyof Failure & keyof FailureDetails)[];

/** Extracts the details of an error, without its message. */
export function failureFrom(error: unknown): Failure {
  if (!(error instanceof WenxinError)) return { kind: 'unexpected' };
  const kept = KEPT_DETAILS.filter(name => error.details[name] !== undefined).map(name => [name, error.details[name]]);
  return { kind: error.kind, ...(Object.fromEntries(kept) as Partial<Failure>) };
}
