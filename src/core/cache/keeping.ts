import type { Booking } from '../booking.ts';
import type { ChatEvent } from '../chat.ts';
import type { NanoYuan } from '../money.ts';
import { AnswerCollector } from './answerCollector.ts';
import type { KeyedRequest } from './answerStore.ts';
import type { KeptAnswer } from './keptAnswer.ts';

/** Watches a request to the service: what it answers, through which endpoint and model, and what it costs. */
export class Keeping {
  /** The request to send instead of the given one. */
  readonly request: KeyedRequest;
  readonly #answer = new AnswerCollector();
  #way: { readonly endpoint: string; readonly model: string } | undefined;
  #amount: NanoYuan | undefined;

  constructor(asked: KeyedRequest) {
    const { onBooked } = asked;
    this.request = {
      ...asked,
      onBooked: (booking: Booking) => {
        // Only the last attempt, which answered: asking again would not repeat the failed ones.
        this.#amount = booking.amountNanoYuan;
        onBooked?.(booking);
      },
    };
  }

  /** The endpoint's name and the model of the last attempt. */
  get way(): { readonly endpoint: string; readonly model: string } | undefined {
    return this.#way;
  }

  observe(event: ChatEvent): void {
    if (event.type === 'attempt') this.#way = { endpoint: event.endpoint, model: event.model };
    this.#answer.add(event);
  }

  /** Returns the answer, after `done`, if it may be kept. */
  answer(answeredAtMs: number): KeptAnswer | undefined {
    return this.#answer.answer(this.#amount, answeredAtMs);
  }
}
