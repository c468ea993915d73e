import type { FresherAnswer } from '../chat.ts';
import type { Answer } from './conversation.ts';

/** The old answer when it is known what the service answers now; `undefined` when nothing newer is to be had. */
export function withFresher(answer: Answer, fresher: FresherAnswer | undefined): Answer {
  const settled = withoutRefresh(answer);
  return fresher === undefined ? settled : { ...settled, fresher };
}

/** An answer for which no newer one is being fetched any more. */
export function withoutRefresh(answer: Answer): Answer {
  if (answer.origin?.isStale === undefined) return answer;
  const { isStale: _, ...origin } = answer.origin;
  return { ...answer, origin };
}

/** The newer answer in the place of the old one, which it is paid for in. */
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

/** Whether it is still the answer that a newer one was fetched for, also after it was read from the history. */
export function isSameAnswer(one: Answer, other: Answer): boolean {
  return one.state === other.state && one.text === other.text && one.bookings.length === other.bookings.length;
}
