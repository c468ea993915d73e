import type { ChatEvent, Finish, SettledAnswer } from './chat.ts';

interface GrowingCall {
  id: string;
  name: string;
  arguments: string;
}

/** Reads along while an attempt is answered. */
export class AnswerSoFar {
  #text = '';
  #reasoning = '';
  readonly #calls: GrowingCall[] = [];
  #finish: Finish | undefined;
  #isWithdrawn = false;

  /** Takes the next event. */
  add(event: ChatEvent): void {
    if (event.type === 'safety' && (event.verdict === 'withdraw' || event.verdict === 'hide')) this.#withdraw();
    if (event.type === 'text' && !this.#isWithdrawn) this.#text += event.text;
    if (event.type === 'reasoning' && !this.#isWithdrawn) this.#reasoning += event.text;
    if (event.type === 'done') this.#finish = this.#isWithdrawn ? 'filtered' : event.finish;
    if (event.type !== 'toolCall') return;
    const call = (this.#calls[event.index] ??= { id: '', name: '', arguments: '' });
    call.id ||= event.id ?? '';
    call.name ||= event.name ?? '';
    call.arguments += event.arguments;
  }

  get answer(): SettledAnswer {
    return {
      text: this.#text,
      reasoning: this.#reasoning,
      toolCalls: this.#calls.filter(call => call !== undefined).map(call => ({ ...call })),
      ...(this.#finish !== undefined && { finish: this.#finish }),
    };
  }

  /** The service does not want its text to be shown. */
  #withdraw(): void {
    this.#isWithdrawn = true;
    this.#text = '';
    this.#reasoning = '';
  }
}
