import type { AttemptFailure, Booking, ChatEvent, SlowAnswer, Waiting } from '../chat.ts';
import { type FailureDetails, WenxinError } from '../errors.ts';
import type { Answer, Failure, Failover, Wait } from './conversation.ts';

/** An answer of which nothing has come yet. */
export function newAnswer(model: string): Answer {
  return { state: 'waiting', model, reasoning: '', text: '', bookings: [] };
}

/** The answer after one more event. */
export function withEvent(answer: Answer, event: ChatEvent): Answer {
  switch (event.type) {
    case 'waiting':
      return { ...withoutWait(answer), waiting: waitOf(event) };
    case 'attempt':
      return onItsWay(answer, event);
    case 'limited':
      return {
        ...answer,
        limited: { maxOutputTokens: event.maxOutputTokens, leftNanoYuan: event.leftNanoYuan },
      };
    case 'reasoning':
      return grown(answer, ({ reasoning }) => ({ reasoning: reasoning + event.text }));
    case 'text':
      return grown(answer, ({ text }) => ({ text: text + event.text }));
    case 'citations':
      return grown(answer, ({ citations = [] }) => ({ citations: [...citations, ...event.citations] }));
    case 'toolCall':
      // A conversation offers no tools so far.
      return answer;
    case 'safety':
      return withVerdict(answer, event.verdict);
    case 'done':
      return {
        ...withoutWait(answer),
        state: 'finished',
        finish: event.finish,
        ...(event.origin && { origin: event.origin }),
      };
  }
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

function waitOf({ type: _, skip, ...facts }: Waiting): Wait {
  return { ...facts, canSkip: skip !== undefined };
}

/** Withdrawn text is dropped here, so that no later reader (page, history, next question) can show it. */
function withVerdict(answer: Answer, verdict: 'warn' | 'end' | 'hide' | 'withdraw'): Answer {
  if (verdict === 'warn') return answer;
  if (verdict === 'end') return answer.safety ? answer : { ...answer, safety: 'ended' };
  const { citations: _, ...rest } = withoutWait(answer);
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
export function stopped(answer: Answer): Answer {
  return { ...withoutWait(answer), state: 'stopped' };
}

/** The answer as it stays after a failure; what had come is kept. */
export function failed(answer: Answer, error: unknown): Answer {
  return { ...withoutWait(answer), state: 'failed', failure: failureFrom(error) };
}

/** An answer that was open when its process ended: what had come is kept. */
export function interrupted(answer: Answer): Answer {
  return { ...withoutWait(answer), state: 'failed', failure: { kind: 'interrupted' } };
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
  'budgetNanoYuan',
  'spentNanoYuan',
  'worstNanoYuan',
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
