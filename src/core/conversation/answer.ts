import type { Booking, ChatEvent } from '../chat.ts';
import { type FailureDetails, WenxinError } from '../errors.ts';
import type { Answer, Failure } from './conversation.ts';

/** An answer of which nothing has come yet. */
export function newAnswer(model: string): Answer {
  return { state: 'waiting', model, reasoning: '', text: '', bookings: [] };
}

/** The answer after one more event. */
export function withEvent(answer: Answer, event: ChatEvent): Answer {
  switch (event.type) {
    case 'waiting':
      return event.why === 'budget' ? { ...answer, waitsFor: 'budget' } : answer;
    case 'attempt':
      return { ...withoutWait(answer), model: event.model };
    case 'limited':
      return {
        ...answer,
        limited: { maxOutputTokens: event.maxOutputTokens, leftNanoYuan: event.leftNanoYuan },
      };
    case 'reasoning':
      return answer.safety === 'withdrawn'
        ? answer
        : { ...answer, state: 'streaming', reasoning: answer.reasoning + event.text };
    case 'text':
      return answer.safety === 'withdrawn' ? answer : { ...answer, state: 'streaming', text: answer.text + event.text };
    case 'citations':
      return answer.safety === 'withdrawn'
        ? answer
        : { ...answer, state: 'streaming', citations: [...(answer.citations ?? []), ...event.citations] };
    case 'toolCall':
      // A conversation offers no tools so far.
      return answer;
    case 'safety':
      return withVerdict(answer, event.verdict);
    case 'done':
      return { ...answer, state: 'finished', finish: event.finish };
  }
}

/** Withdrawn text is dropped here, so that no later reader (page, history, next question) can show it. */
function withVerdict(answer: Answer, verdict: 'warn' | 'end' | 'hide' | 'withdraw'): Answer {
  if (verdict === 'warn') return answer;
  if (verdict === 'end') return answer.safety ? answer : { ...answer, safety: 'ended' };
  const { citations: _, ...rest } = answer;
  return { ...rest, safety: 'withdrawn', text: '', reasoning: '' };
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

function withoutWait({ waitsFor: _, ...answer }: Answer): Answer {
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
] as const satisfies readonly (keyof Failure & keyof FailureDetails)[];

/** What is kept of an error: facts, no words. */
export function failureFrom(error: unknown): Failure {
  if (!(error instanceof WenxinError)) return { kind: 'unexpected' };
  const kept = KEPT_DETAILS.filter(name => error.details[name] !== undefined).map(name => [name, error.details[name]]);
  return { kind: error.kind, ...(Object.fromEntries(kept) as Partial<Failure>) };
}
