import type { AttemptRequest, Backend, ChatBackend, Endpoint } from '../chat.ts';
import { WenxinError } from '../errors.ts';

/**
 * The one loop in which a question is asked, so that no other layer ever sends one again. So far it goes round once:
 * one endpoint, one attempt.
 *
 * @param endpoint read for each question.
 */
export function attempts(next: Backend<AttemptRequest>, endpoint: () => Endpoint): ChatBackend {
  return async function* (request, signal) {
    signal.throwIfAborted();
    const attempt: AttemptRequest = { ...request, endpoint: endpoint(), attempt: 1 };
    try {
      for await (const event of next(attempt, signal)) {
        yield event;
        if (event.type === 'done') return;
        signal.throwIfAborted();
      }
      throw new WenxinError('truncated', 'The answer ended without saying that it is complete', {
        model: request.model,
      });
    } catch (error) {
      // After an abort its reason is what the caller hears, whatever broke first.
      signal.throwIfAborted();
      throw error;
    }
  };
}
