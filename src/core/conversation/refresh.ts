import type { FresherAnswer } from '../chat.ts';
import type { Answer } from './conversation.ts';

/** Returns the stale answer with the result of its refresh: with the newer answer if there is one. */
export function withFresher(answer: Answer, fresher: FresherAnswer | undefined): Answer {
  const settled = withoutRefresh(answer);
  return fresher === undefined ? settled : { ...settled, fresher };
}

/** Returns the answer without a pending refresh. */
export function withoutRefresh(answer: Answer): Answer {
  if (answer.origin?.isStale === undefined) return answer;
  const { isStale: _, ...origin } = answer.origin;
  return { ...answer, origin };
}

/** Replaces the stale answer with the newer one, and adds its booking. */
export function refreshed(answer: Answer, { reasoning, text, citations, booking }: FresherAnswer): Answer {
  const { origin: _origin, fresher: _fresher, citations: _citations, ...rest } = answer;
  return {
    ...rest,
    reasoning,
    text,
    ...(citations.length > 0 && { citations }),
    ...(booking && {
      model: booking.model,
      endpoint: booking.endpoint,
      bookings: [...answer.bookings, booking],
    }),
  };
}

/** Returns whether this is still the answer that the refresh was for, also after it was read from the history. */
export function isSameAnswer(one: Answer, other: Answer): boolean {
  return one.state === other.state && one.text === other.text && one.bookings.length === other.bookings.length;
}
