import type { ChatEvent, Finish, Usage } from '../chat.ts';
import { WenxinError } from '../errors.ts';
import { exchangeDetails } from '../exchange.ts';
import type { Exchange } from '../exchange.ts';
import { parseAnswerChunk } from './answerChunk.ts';
import type { AnswerChunk } from './answerChunk.ts';
import { findComplaint } from './errorBody.ts';
import { parseJson } from './parseJson.ts';
import type { ServerSentEvent } from './serverSentEvents.ts';
import { serviceError } from './serviceError.ts';
import { readUsage } from './usage.ts';

type Safety = Extract<ChatEvent, { type: 'safety' }>;

/** Qianfan's `flag` of a choice (Baidu qianfan-api/s/3m7of64lb); 0 or none is safe. */
const VERDICTS: ReadonlyMap<number, Safety['verdict']> = new Map([
  [1, 'warn'],
  [2, 'end'],
  [3, 'hide'],
  [4, 'withdraw'],
]);

/** Follows one answer from its first piece to the proof that it is complete. Knows nothing of time or bytes. */
export class Answer {
  readonly #exchange: Exchange;
  #events = 0;
  #hasText = false;
  #finish: Finish | undefined;
  #usage: Usage | undefined;
  #verdict: Safety['verdict'] | undefined;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  /** The service said that nothing more of the answer will come; its usage still may. */
  get complete(): boolean {
    return this.#finish !== undefined;
  }

  /**
   * What one message of the stream means for a reader. Throws the failure that it may report, and `not-json` or
   * `truncated` for one that cannot be read.
   */
  readEvent({ data, unclosed }: ServerSentEvent): ChatEvent[] {
    this.#events++;
    if (isEndMark(data)) {
      this.#finish ??= 'stop';
      return [];
    }
    const parsed = parseJson(data);
    if (parsed === undefined) {
      if (unclosed) throw this.#failure('truncated', `The stream ended inside event ${this.#events}`);
      throw this.#failure('not-json', `Event ${this.#events} of ${data.length} characters is not JSON`);
    }
    return this.#read(parsed);
  }

  /** The same for an answer that came in one piece. It is complete even if it does not say so. */
  readWhole(body: string): ChatEvent[] {
    const parsed = parseJson(body);
    if (parsed === undefined) throw this.#failure('not-json', `A body of ${body.length} characters is not JSON`);
    const events = this.#read(parsed);
    this.#finish ??= 'stop';
    return events;
  }

  /** The last event. Throws `truncated` when the answer is not complete, `empty` when it stopped without any text. */
  end(): ChatEvent {
    if (this.#finish === undefined) {
      throw this.#failure('truncated', `The stream ended after ${this.#events} events without saying it is complete`);
    }
    if (this.#finish === 'stop' && !this.#hasText)
      throw this.#failure('empty', 'The answer is complete and has no text');
    const usage = this.#usage;
    // Some streams count the answer only in a last message that did not come: an estimate is nearer than nothing.
    const counted = usage !== undefined && (usage.outputTokens > 0 || !this.#hasText);
    return { type: 'done', finish: this.#finish, ...(counted ? { usage } : {}) };
  }

  #read(parsed: unknown): ChatEvent[] {
    const complaint = findComplaint(parsed);
    if (complaint !== undefined) throw serviceError(this.#exchange, 200, complaint);
    const chunk = parseAnswerChunk(parsed);
    if (chunk === undefined) throw this.#failure('not-json', `Event ${this.#events} is JSON of another protocol`);
    this.#usage = readUsage(chunk.usage) ?? this.#usage;
    const choice = chunk.choices?.[0];
    this.#finish = readFinish(choice?.finish_reason, choice?.is_end) ?? this.#finish;
    return this.#content(chunk);
  }

  #content(chunk: AnswerChunk): ChatEvent[] {
    const choice = chunk.choices?.[0];
    const words = choice?.delta ?? choice?.message;
    const events: ChatEvent[] = [];
    if (words?.reasoning_content) events.push({ type: 'reasoning', text: words.reasoning_content });
    if (words?.content) {
      events.push({ type: 'text', text: words.content });
      this.#hasText = true;
    }
    const verdict = VERDICTS.get(choice?.flag ?? chunk.flag ?? 0);
    // A text that comes with its withdrawal is withdrawn as well; any other verdict holds for the text beside it.
    if (verdict === 'withdraw' && (events.length > 0 || verdict !== this.#verdict))
      events.push({ type: 'safety', verdict });
    else if (verdict !== undefined && verdict !== this.#verdict) events.unshift({ type: 'safety', verdict });
    this.#verdict = verdict ?? this.#verdict;
    return events;
  }

  #failure(kind: 'truncated' | 'not-json' | 'empty', message: string): WenxinError {
    return new WenxinError(kind, message, exchangeDetails(this.#exchange));
  }
}

/** The mark after the last message; nothing behind it belongs to the answer. */
export function isEndMark(data: string): boolean {
  return data.trim() === '[DONE]';
}

function readFinish(reason: string | null | undefined, isEnd: boolean | null | undefined): Finish | undefined {
  if (!reason) return isEnd ? 'stop' : undefined;
  if (reason === 'length') return 'length';
  // `normal` is Qianfan's older word for `stop`; what is unknown ended by itself all the same.
  return reason === 'content_filter' ? 'filtered' : 'stop';
}
