import type { Backend, ChatRequest, Origin } from '../chat.ts';
import type { Clock } from '../clock.ts';
import { WenxinError } from '../errors.ts';
import type { KeyedRequest } from './answerStore.ts';
import { isServiceFailure } from './serviceFailure.ts';
import { SharedQuestion } from './sharedQuestion.ts';

export interface FlightOptions {
  /** Hears of each caller who gets a complete answer, before its `done`. Without an origin it is the one who paid. */
  readonly onAnswered: (request: ChatRequest, origin: Origin | undefined) => void;
  /** Hears of each caller who gets none: for a failure of the service, or because it left. */
  readonly onUnanswered: (request: ChatRequest, outcome: 'failed' | 'cancelled') => void;
  readonly clock: Clock;
}

/**
 * Asks once where several ask the same at the same time. All of them get the whole answer, as it comes; one who is slow
 * to read, or leaves, changes nothing for the others, and when the last has left, the request is aborted.
 *
 * It is the only reader of what is inside: also a question that nobody shares goes on while its caller is busy.
 */
export function flight(
  next: Backend<KeyedRequest>,
  { onAnswered, onUnanswered, clock }: FlightOptions,
): Backend<KeyedRequest> {
  const running = new Map<string, SharedQuestion>();

  const questionFor = (request: KeyedRequest): SharedQuestion => {
    const key = flightKey(request);
    const known = key === undefined ? undefined : running.get(key);
    if (known?.suits(request) === true) return known;
    const onOver = (): void => {
      if (key !== undefined && running.get(key) === question) running.delete(key);
    };
    const question = new SharedQuestion(request, { next, onOver, clock });
    // One that it could not wait for goes on for those who wait for that; who comes from now on waits for this one.
    if (key !== undefined) running.set(key, question);
    return question;
  };

  return async function* (request, signal) {
    signal.throwIfAborted();
    const caller = questionFor(request).join(request, signal);
    let outcome: 'answered' | 'failed' | 'cancelled' | 'refused' = 'cancelled';
    try {
      for (;;) {
        const event = caller.take();
        if (event === undefined) {
          await caller.more();
        } else if (event.type === 'done') {
          outcome = 'answered';
          onAnswered(request, event.origin);
          yield event;
          return;
        } else {
          yield event;
        }
        signal.throwIfAborted();
      }
    } catch (error) {
      if (error instanceof WenxinError) outcome = isServiceFailure(error.kind) ? 'failed' : 'refused';
      throw error;
    } finally {
      caller.leave();
      // What was not sent because of a budget or a key is nobody's failure.
      if (outcome === 'failed' || outcome === 'cancelled') onUnanswered(request, outcome);
    }
  };
}

/** Equal for requests that one answer serves: those that want a new one do not wait for one that may be old. */
function flightKey({ key, fresh }: KeyedRequest): string | undefined {
  return key !== undefined && fresh === true ? `${key}#fresh` : key;
}
