import type { Booking, ChatEvent } from '../chat.ts';
import type { NanoYuan } from '../money.ts';
import { AnswerCollector } from './answerCollector.ts';
import type { KeyedRequest } from './answerStore.ts';
import type { KeptAnswer } from './keptAnswer.ts';

/** Reads along while the service is asked: what answers, by which way, and what it costs. */
export class Keeping {
  /** The request to be asked instead of the one that was given. */
  readonly request: KeyedRequest;
  readonly #answer = new AnswerCollector();
  #way: { readonly endpoint: string; readonly model: string } | undefined;
  #amount: NanoYuan | undefined;

  constructor(asked: KeyedRequest) {
    const { onBooked } = asked;
    this.request = {
      ...asked,
      onBooked: (booking: Booking) => {
        // Of the last attempt, which answered: those before it would not be paid again.
        this.#amount = booking.amountNanoYuan;
        onBooked?.(booking);
      },
    };
  }

  /** Name of the endpoint, and the model, of the last attempt. */
  get way(): { readonly endpoint: string; readonly model: string } | undefined {
    return this.#way;
  }

  /** Sees every event as it passes. */
  observe(event: ChatEvent): void {
    if (event.type === 'attempt') this.#way = { endpoint: event.endpoint, model: event.model };
    this.#answer.add(event);
  }

  /** The answer, after `done`, where it is worth keeping. */
  answer(answeredAtMs: number): KeptAnswer | undefined {
    return this.#answer.answer(this.#amount, answeredAtMs);
  }
}
