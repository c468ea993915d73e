import type { Admission } from '../admission.ts';
import type { Booking } from '../booking.ts';
import type { AdmittedRequest, AttemptRequest, Backend, ChatEvent, Endpoint } from '../chat.ts';
import { Emitter } from '../emitter.ts';
import { isRefusal } from '../errors.ts';
import type { RateLimits } from '../rateLimits.ts';

/**
 * Sends an attempt once it is admitted, and books it exactly once: at its end or in the abort event, whichever comes
 * first. The event is needed because a generator suspended at a `yield` learns of an abort only at its next step.
 *
 * @param ready throws, before anything is booked, if the attempt cannot be sent, for example with `no-credentials`.
 */
export function gate(
  next: Backend<AdmittedRequest>,
  admission: Admission,
  ready: (endpoint: Endpoint, signal: AbortSignal) => Promise<void>,
): Backend<AttemptRequest> {
  return async function* (request, signal) {
    signal.throwIfAborted();
    await ready(request.endpoint, signal);
    signal.throwIfAborted();
    const permit = yield* admission.enter(request, signal);

    // An emitter, so that an error in a callback does not end the answer.
    const booked = new Emitter<Booking>();
    if (request.onBooked !== undefined) booked.event(request.onBooked);
    let isSettled = false;
    const settle = (outcome: Booking['outcome'], failure?: unknown): void => {
      if (isSettled) return;
      isSettled = true;
      booked.fire(permit.settle(outcome, failure));
    };
    const onAbort = (): void => settle('cancelled');
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      signal.throwIfAborted();
      yield attemptEvent(request);
      signal.throwIfAborted();
      if (permit.limited !== undefined) yield { type: 'limited', ...permit.limited };
      signal.throwIfAborted();
      const admitted = {
        ...request,
        maxOutputTokens: permit.limited?.maxOutputTokens ?? request.maxOutputTokens,
        onAnswerStarted: (id: string | undefined) => permit.answerStarted(id),
        onAnswerRefused: () => permit.refused(),
        onLimits: (limits: RateLimits) => permit.limits(limits),
      };
      for await (const event of next(admitted, signal)) {
        signal.throwIfAborted();
        permit.observe(event);
        // Before the event is passed on, so that a caller that sees `done` already has the booking.
        if (event.type === 'done') settle('ok');
        yield event;
        if (event.type === 'done') return;
      }
      settle('failed');
    } catch (error) {
      if (isRefusal(error)) permit.refused();
      settle(signal.aborted ? 'cancelled' : 'failed', error);
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
      // The reader left before the end.
      settle('cancelled');
    }
  };
}

function attemptEvent({ attempt, endpoint, model, because, insteadOf }: AttemptRequest): ChatEvent {
  return {
    type: 'attempt',
    number: attempt,
    endpoint: endpoint.name,
    model,
    ...(because !== undefined && { because }),
    ...(insteadOf !== undefined && { insteadOf }),
  };
}
