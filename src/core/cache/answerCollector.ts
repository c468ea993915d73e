import type { Usage } from '../booking.ts';
import type { ChatEvent } from '../chat.ts';
import type { NanoYuan } from '../money.ts';
import type { KeptAnswer, KeptContent } from './keptAnswer.ts';

/** Collector of an answer's events, which yields the answer at the end if it may be kept. */
export class AnswerCollector {
  #content: KeptContent[] = [];
  /** Type of the text in `#pieces`, which is not in `#content` yet. */
  #type: 'reasoning' | 'text' = 'text';
  #pieces: string[] = [];
  /** The answer has a part that is never kept, and would be incomplete without it. */
  #hasMore = false;
  #isComplete = false;
  #usage: Usage | undefined;

  add(event: ChatEvent): void {
    switch (event.type) {
      case 'attempt':
        this.#content = [];
        this.#pieces = [];
        this.#hasMore = false;
        return;
      case 'reasoning':
      case 'text':
        return this.#addText(event.type, event.text);
      case 'citations':
        return this.#addCitations(event);
      case 'toolCall':
      case 'safety':
        this.#hasMore = true;
        return;
      case 'done':
        this.#isComplete = event.finish === 'stop';
        this.#usage = event.usage;
        return;
      case 'waiting':
      case 'limited':
    }
  }

  /**
   * Returns the answer, after `done`. `undefined` if it must not be kept: it did not end by itself, has no text,
   * carries a safety flag or calls a tool.
   *
   * @param amountNanoYuan what it cost; `undefined` when the price is unknown.
   * @param answeredAtMs wall time at which it was complete.
   */
  answer(amountNanoYuan: NanoYuan | undefined, answeredAtMs: number): KeptAnswer | undefined {
    this.#endText();
    const hasText = this.#content.some(piece => piece.type === 'text' && piece.text.trim() !== '');
    if (!this.#isComplete || this.#hasMore || !hasText) return undefined;
    return {
      content: this.#content,
      ...(this.#usage !== undefined && { usage: this.#usage }),
      ...(amountNanoYuan !== undefined && { amountNanoYuan }),
      answeredAtMs,
    };
  }

  #addText(type: 'reasoning' | 'text', text: string): void {
    if (type !== this.#type) this.#endText();
    this.#type = type;
    this.#pieces.push(text);
  }

  #addCitations({ citations }: Extract<ChatEvent, { type: 'citations' }>): void {
    this.#endText();
    const last = this.#content.at(-1);
    if (last?.type !== 'citations') this.#content.push({ type: 'citations', citations });
    else this.#content.splice(-1, 1, { type: 'citations', citations: [...last.citations, ...citations] });
  }

  #endText(): void {
    const text = this.#pieces.join('');
    if (text !== '') this.#content.push({ type: this.#type, text });
    this.#pieces = [];
  }
}
