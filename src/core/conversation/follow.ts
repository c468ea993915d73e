import type { ChatBackend, ChatRequest } from '../chat.ts';
import { failed, stopped, withBooking, withEvent } from './answer.ts';
import type { Answer } from './conversation.ts';

/** Text that was added at the end of an answer that otherwise stayed as it was. */
export interface Delta {
  readonly reasoning: string;
  readonly text: string;
}

/**
 * Follows one question to the end of its answer, and tells every state on the way: with `delta` when only text was
 * added, without it otherwise. The request is made inside, so that a failure of that is one of the answer too. Never throws: an abort ends as stopped, an error as failed, and `onError` hears of it.
 */
export async function follow(
  backend: ChatBackend,
  makeRequest: () => ChatRequest,
  signal: AbortSignal,
  begin: Answer,
  tell: (answer: Answer, delta?: Delta) => void,
  onError: (error: unknown) => void,
): Promise<Answer> {
  let answer = begin;
  const onBooked: ChatRequest['onBooked'] = booking => {
    answer = withBooking(answer, booking);
  };
  try {
    for await (const event of backend({ ...makeRequest(), onBooked }, signal)) {
      const before = answer;
      answer = withEvent(before, event);
      if (answer === before) continue;
      const isMoreText = (event.type === 'text' || event.type === 'reasoning') && before.state === 'streaming';
      if (isMoreText) tell(answer, { reasoning: '', text: '', [event.type]: event.text });
      else tell(answer);
    }
  } catch (error) {
    if (signal.aborted) {
      answer = stopped(answer);
    } else {
      onError(error);
      answer = failed(answer, error);
    }
    tell(answer);
  }
  return answer;
}
