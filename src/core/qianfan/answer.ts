import type { ChatEvent, Finish, Usage } from '../chat.ts';
import { WenxinError } from '../errors.ts';
import { exchangeDetails } from '../exchange.ts';
import type { Exchange } from '../exchange.ts';
import type { Logger } from '../logger.ts';
import type { AnswerPiece, Safety } from './answerPiece.ts';
import type { Dialect } from './dialect.ts';
import { findComplaint } from './errorBody.ts';
import { parseJson } from './parseJson.ts';
import type { ServerSentEvent } from './serverSentEvents.ts';
import { refusalError } from './serviceError.ts';
import { ToolCallPieces } from './toolCallPieces.ts';

/** Follows one answer from its first piece to the proof that it is complete. Knows nothing of time or bytes. */
export class Answer {
  readonly #dialect: Dialect;
  readonly #exchange: Exchange;
  readonly #logger: Logger;
  #events = 0;
  #hasText = false;
  #hasCalls = false;
  #isOver = false;
  #finish: Finish | undefined;
  #usage: Usage | undefined;
  #verdict: Safety['verdict'] | undefined;
  readonly #cited = new Set<string>();
  readonly #calls: ToolCallPieces;

  /** @param ownName the name that a tool has here, by the one that was sent. */
  constructor(dialect: Dialect, exchange: Exchange, logger: Logger, ownName: (sent: string) => string) {
    this.#calls = new ToolCallPieces(ownName);
    this.#dialect = dialect;
    this.#exchange = exchange;
    this.#logger = logger;
  }

  /** The service said that nothing more of the answer will come; its usage still may. */
  get complete(): boolean {
    return this.#finish !== undefined;
  }

  /** The service said its last word. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /**
   * What one message of the stream means for a reader. Throws the failure that it may report, and `not-json` or
   * `truncated` for one that cannot be read.
   */
  readEvent({ data, unclosed }: ServerSentEvent): ChatEvent[] {
    this.#events++;
    if (data.trim() === '[DONE]') {
      this.#finish ??= 'stop';
      this.#isOver = true;
      return [];
    }
    const parsed = parseJson(data);
    if (parsed === undefined) {
      if (unclosed) throw this.#failure('truncated', `The stream ended inside event ${this.#events}`);
      throw this.#failure('not-json', `Event ${this.#events} of ${data.length} characters is not JSON`);
    }
    return this.#read(parsed, false);
  }

  /** The same for an answer that came in one piece. It is complete even if it does not say so. */
  readWhole(body: string): ChatEvent[] {
    const parsed = parseJson(body);
    if (parsed === undefined) throw this.#failure('not-json', `A body of ${body.length} characters is not JSON`);
    const events = this.#read(parsed, true);
    this.#finish ??= 'stop';
    return events;
  }

  /** The last event. Throws `truncated` when the answer is not complete, `empty` when it stopped without anything. */
  end(): ChatEvent {
    if (this.#finish === undefined) {
      throw this.#failure('truncated', `The stream ended after ${this.#events} events without saying it is complete`);
    }
    const hasContent = this.#hasText || this.#hasCalls;
    // Safety rules that keep an answer back have told so; asking again would change nothing.
    const isKeptBack = this.#verdict !== undefined && this.#verdict !== 'warn';
    if ((this.#finish === 'stop' || this.#finish === 'tools') && !hasContent && !isKeptBack)
      throw this.#failure('empty', 'The answer is complete and has no text');
    const finish = this.#finish === 'stop' && this.#hasCalls ? 'tools' : this.#finish;
    const usage = this.#usage;
    // Some streams count the answer only in a last message that did not come: an estimate is nearer than nothing.
    const counted = usage !== undefined && (usage.outputTokens > 0 || !hasContent);
    return { type: 'done', finish, ...(counted ? { usage } : {}) };
  }

  #read(parsed: unknown, isWhole: boolean): ChatEvent[] {
    const complaint = findComplaint(parsed);
    if (complaint !== undefined) throw refusalError(this.#logger, this.#exchange, 200, complaint);
    const piece = this.#dialect.readPiece(parsed, isWhole);
    if (piece === undefined) throw this.#failure('not-json', `Event ${this.#events} is JSON of another protocol`);
    this.#usage = piece.usage ?? this.#usage;
    this.#finish = piece.finish ?? this.#finish;
    this.#isOver ||= piece.isLast;
    return this.#content(piece);
  }

  #content({ reasoning, text, toolCalls, citations, safety }: AnswerPiece): ChatEvent[] {
    const events: ChatEvent[] = [];
    if (reasoning !== '') events.push({ type: 'reasoning', text: reasoning });
    const news = citations.filter(({ url }) => !this.#cited.has(url));
    for (const { url } of news) this.#cited.add(url);
    if (news.length > 0) events.push({ type: 'citations', citations: news });
    if (text !== '') events.push({ type: 'text', text });
    for (const sent of toolCalls) {
      const call = this.#calls.add(sent);
      if (call !== undefined) events.push({ type: 'toolCall', ...call });
    }
    this.#hasText ||= text !== '';
    this.#hasCalls ||= toolCalls.length > 0;
    if (safety === undefined) return events;
    const isNew = safety.verdict !== this.#verdict;
    this.#verdict = safety.verdict;
    // A text that comes with its withdrawal is withdrawn as well; any other verdict holds for the text beside it.
    if (safety.verdict === 'withdraw' && (events.length > 0 || isNew)) events.push({ type: 'safety', ...safety });
    else if (isNew) events.unshift({ type: 'safety', ...safety });
    return events;
  }

  #failure(kind: 'truncated' | 'not-json' | 'empty', message: string): WenxinError {
    return new WenxinError(kind, message, exchangeDetails(this.#exchange));
  }
}
