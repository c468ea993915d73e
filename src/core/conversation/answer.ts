import type { AttemptFailure, Booking, ChatEvent, Waiting } from '../chat.ts';
import type { SlowAnswer } from '../slowAnswer.ts';
import { type FailureDetails, WenxinError } from '../errors.ts';
import type { Answer, Failure, Failover, Wait } from './conversation.ts';

/** An answer of which nothing has come yet. */
export function newAnswer(model: string): Answer {
  return { state: 'waiting', model, reasoning: '', text: '', bookings: [] };
}

/** The answer after one more event. `nowMs` is wall time. */
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
      // A conversation offers no tools so far.
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

/** Before it is reasoned anew, after some text. */
function apart(reasoning: string): string {
  return reasoning === '' ? '' : `${reasoning}\n\n`;
}

/** An attempt goes out. */
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

/** With more content, unless the text was taken back: then nothing of it is kept. */
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

/** Withdrawn text is dropped here, so that no later reader (page, history, next question) can show it. */
function withVerdict(answer: Answer, verdict: 'warn' | 'end' | 'hide' | 'withdraw'): Answer {
  if (verdict === 'warn') return answer;
  if (verdict === 'end') return answer.safety ? answer : { ...answer, safety: 'ended' };
  const { citations: _, reasoningMs: _ms, reasoningSinceMs: _since, ...rest } = withoutWait(answer);
  return { ...rest, safety: 'withdrawn', text: '', reasoning: '' };
}

/** The answer after an attempt failed and another one follows. */
export function withFailure(answer: Answer, failure: AttemptFailure): Answer {
  return { ...answer, failures: [...(answer.failures ?? []), failure] };
}

/** The answer while the person has to decide whether to wait longer. */
export function slowed(answer: Answer, { seconds }: SlowAnswer): Answer {
  return { ...answer, slow: { seconds } };
}

export function withBooking(answer: Answer, booking: Booking): Answer {
  return { ...answer, bookings: [...answer.bookings, booking] };
}

/** The answer as it stays when the person stopped it. */
export function stopped(answer: Answer, nowMs: number): Answer {
  return { ...withoutReasoning(withoutWait(answer), nowMs), state: 'stopped' };
}

/** The answer as it stays after a failure; what had come is kept. */
export function failed(answer: Answer, error: unknown, nowMs: number): Answer {
  const failure = failureFrom(error);
  const { retryAfterMs } = failure;
  const retryAt = retryAfterMs === undefined ? {} : { retryAtMs: nowMs + retryAfterMs };
  return { ...withoutReasoning(withoutWait(answer), nowMs), state: 'failed', failure: { ...failure, ...retryAt } };
}

/** An answer that was open when its process ended: what had come is kept. */
export function interrupted(answer: Answer): Answer {
  const { reasoningSinceMs: _, ...rest } = withoutWait(answer);
  return { ...rest, state: 'failed', failure: { kind: 'interrupted' } };
}

/** It is not reasoned any more: what that took is added to what it took before. */
function withoutReasoning(answer: Answer, nowMs: number): Answer {
  const { reasoningSinceMs, reasoningMs = 0, ...rest } = answer;
  if (reasoningSinceMs === undefined) return answer;
  return { ...rest, reasoningMs: reasoningMs + Math.max(0, nowMs - reasoningSinceMs) };
}

/** Nothing is waited for any more that a person would decide about. */
export function withoutWait({ waiting: _waiting, slow: _slow, ...answer }: Answer): Answer {
  return answer;
}

/** What a failure keeps of an error's details. The cause stays behind: it may hold anything. */
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

/** What is kept of an error: facts, no words. */
export function failureFrom(error: unknown): Failure {
  if (!(error instanceof WenxinError)) return { kind: 'unexpected' };
  const kept = KEPT_DETAILS.filter(name => error.details[name] !== undefined).map(name => [name, error.details[name]]);
  return { kind: error.kind, ...(Object.fromEntries(kept) as Partial<Failure>) };
}
