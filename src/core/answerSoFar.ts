import type { ChatEvent, Finish, SettledAnswer } from './chat.ts';
import { GrowingCalls } from './tools/growingCalls.ts';

/** Accumulates the answer of an attempt from its events. */
export class AnswerSoFar {
  #text = '';
  #reasoning = '';
  readonly #calls = new GrowingCalls();
  #finish: Finish | undefined;
  #isWithdrawn = false;

  add(event: ChatEvent): void {
    if (event.type === 'safety' && (event.verdict === 'withdraw' || event.verdict === 'hide')) this.#withdraw();
    if (event.type === 'text' && !this.#isWithdrawn) this.#text += event.text;
    if (event.type === 'reasoning' && !this.#isWithdrawn) this.#reasoning += event.text;
    if (event.type === 'done') this.#finish = this.#isWithdrawn ? 'filtered' : event.finish;
    if (event.type === 'toolCall') this.#calls.add(event);
  }

  get answer(): SettledAnswer {
    return {
      text: this.#text,
      reasoning: this.#reasoning,
      toolCalls: this.#calls.calls,
      ...(this.#finish !== undefined && { finish: this.#finish }),
    };
  }

  /** Discards the text: the service demands that it is not shown. */
  #withdraw(): void {
    this.#isWithdrawn = true;
    this.#text = '';
    this.#reasoning = '';
  }
}
