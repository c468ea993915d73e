import type { Backend, ChatRequest, Origin } from '../chat.ts';
import type { Clock } from '../clock.ts';
import { WenxinError } from '../errors.ts';
import type { KeyedRequest } from './answerStore.ts';
import { isServiceFailure } from './serviceFailure.ts';
import { SharedQuestion } from './sharedQuestion.ts';

export interface FlightOptions {
  /** Called for each caller that gets a complete answer, before its `done`. Without an origin, it paid for it. */
  readonly onAnswered: (request: ChatRequest, origin: Origin | undefined) => void;
  /** Called for each caller that gets no answer, because the service failed or the caller left. */
  readonly onUnanswered: (request: ChatRequest, outcome: 'failed' | 'cancelled') => void;
  readonly clock: Clock;
}

/**
 * Sends a question once when several callers ask it at the same time. All of them get the whole answer as it streams
 * in. A caller that reads slowly or leaves does not affect the others; when the last one has left, the request is
 * aborted.
 *
 * The inner stream is read independently of the callers: even an unshared question proceeds while its caller is busy.
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
    // A running question that does not suit this request keeps its callers; later requests join the new one.
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
      // A request that was never sent, because of a budget or a missing key, is not counted as a failure.
      if (outcome === 'failed' || outcome === 'cancelled') onUnanswered(request, outcome);
    }
  };
}

/** Returns the key of a shared flight. A request for a fresh answer does not join one that may get a stale one. */
function flightKey({ key, fresh }: KeyedRequest): string | undefined {
  return key !== undefined && fresh === true ? `${key}#fresh` : key;
}
