import type { Usage } from '../booking.ts';
import type { ChatEvent, Finish } from '../chat.ts';
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

/** Parses one answer, from its first message to its completion. Independent of timing and transport. */
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

  /** @param ownName maps the name of a sent tool back to the caller's name. */
  constructor(dialect: Dialect, exchange: Exchange, logger: Logger, ownName: (sent: string) => string) {
    this.#calls = new ToolCallPieces(ownName);
    this.#dialect = dialect;
    this.#exchange = exchange;
    this.#logger = logger;
  }

  /** Whether the service has finished the answer; its usage may still follow. */
  get complete(): boolean {
    return this.#finish !== undefined;
  }

  /** Whether nothing more follows, not even usage. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /**
   * Parses one message of the stream into events. Throws the failure that the message reports, and `not-json` or
   * `truncated` if it is unreadable.
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

  /** Parses an unstreamed answer, which counts as complete even without a finish reason. */
  readWhole(body: string): ChatEvent[] {
    const parsed = parseJson(body);
    if (parsed === undefined) throw this.#failure('not-json', `A body of ${body.length} characters is not JSON`);
    const events = this.#read(parsed, true);
    this.#finish ??= 'stop';
    return events;
  }

  /**
   * Returns the `done` event. Throws `truncated` if the answer is incomplete, and `empty` if it stopped without any
   * content.
   */
  end(): ChatEvent {
    if (this.#finish === undefined) {
      throw this.#failure('truncated', `The stream ended after ${this.#events} events without saying it is complete`);
    }
    const hasContent = this.#hasText || this.#hasCalls;
    // An answer withheld by the safety rules has already been reported; a retry would change nothing.
    const isKeptBack = this.#verdict !== undefined && this.#verdict !== 'warn';
    if ((this.#finish === 'stop' || this.#finish === 'tools') && !hasContent && !isKeptBack)
      throw this.#failure('empty', 'The answer is complete and has no text');
    const finish = this.#finish === 'stop' && this.#hasCalls ? 'tools' : this.#finish;
    const usage = this.#usage;
    // Some streams count the output only in a final message, which is missing here. An estimate is then better than 0.
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
    // `withdraw` also applies to the text in the same message, so it goes last; any other verdict goes before that
    // text.
    if (safety.verdict === 'withdraw' && (events.length > 0 || isNew)) events.push({ type: 'safety', ...safety });
    else if (isNew) events.unshift({ type: 'safety', ...safety });
    return events;
  }

  #failure(kind: 'truncated' | 'not-json' | 'empty', message: string): WenxinError {
    return new WenxinError(kind, message, exchangeDetails(this.#exchange));
  }
}
