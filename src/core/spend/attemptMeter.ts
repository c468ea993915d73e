import {
  isContent,
  type AttemptRequest,
  type Booking,
  type ChatEvent,
  type SettledAnswer,
  type Usage,
} from '../chat.ts';
import type { Clock } from '../clock.ts';
import type { ModelPrice } from '../money.ts';
import { type ScriptCounts, wholeTokens } from '../scriptCounts.ts';
import { AnswerSoFar } from '../answerSoFar.ts';
import { TokenCounter } from '../tokens.ts';
import { amountOf } from './prices.ts';

/** No request has so many tokens, and amounts up to here stay exact. A service that says more is not believed. */
const CREDIBLE_TOKENS = 1_000_000_000;

const NOTHING: Usage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };

/** Measures an attempt from sending to its end, and says what it has to be booked as. */
export class AttemptMeter {
  readonly #request: AttemptRequest;
  readonly #price: ModelPrice | undefined;
  readonly #inputTokens: number;
  readonly #clock: Clock;
  readonly #tokensOf: (counts: ScriptCounts) => number;
  readonly #sentAtMs: number;
  readonly #text = new TokenCounter();
  readonly #reasoning = new TokenCounter();
  /** Only for who writes it down. */
  readonly #answer: AnswerSoFar | undefined;
  #hasStarted = false;
  #firstContentMs: number | undefined;
  #usage: Usage | undefined;

  /**
   * To be made when the attempt is sent: times count from here.
   *
   * @param price `undefined` when it is unknown.
   * @param inputTokens the question's estimate.
   * @param tokensOf the tokens that the model probably counts in what it writes.
   */
  constructor(
    request: AttemptRequest,
    price: ModelPrice | undefined,
    inputTokens: number,
    clock: Clock,
    tokensOf: (counts: ScriptCounts) => number = wholeTokens,
  ) {
    this.#request = request;
    this.#price = price;
    this.#inputTokens = inputTokens;
    this.#clock = clock;
    this.#tokensOf = tokensOf;
    this.#sentAtMs = clock.monotonicMs();
    this.#answer = request.onSettle && new AnswerSoFar();
  }

  /** Estimated tokens received so far, reasoning included; never more than were asked for. */
  get outputTokens(): number {
    const tokens = this.#tokensOf(this.#text.counts) + this.#tokensOf(this.#reasoning.counts);
    return Math.min(tokens, this.#request.maxOutputTokens);
  }

  /** What was answered so far, where somebody writes it down. */
  get answer(): SettledAnswer | undefined {
    return this.#answer?.answer;
  }

  /** The service began to answer: from here on it charges. */
  start(): void {
    this.#hasStarted = true;
  }

  /** The service refused, perhaps inside a stream that looked like an answer: without content it charges nothing. */
  refuse(): void {
    if (this.#firstContentMs === undefined) this.#hasStarted = false;
  }

  observe(event: ChatEvent): void {
    this.#answer?.add(event);
    if (isContent(event)) {
      this.#hasStarted = true;
      this.#firstContentMs ??= this.#elapsedMs();
    }
    if (event.type === 'text') this.#text.add(event.text);
    if (event.type === 'reasoning') this.#reasoning.add(event.text);
    if (event.type === 'toolCall') this.#text.add((event.name ?? '') + event.arguments);
    if (event.type === 'done') {
      this.#hasStarted = true;
      if (event.usage !== undefined && isCredible(event.usage)) this.#usage = event.usage;
    }
  }

  /** What the attempt costs if it ends now. An answer that never began costs nothing, whatever the price. */
  book(outcome: Booking['outcome']): Booking {
    const usage = this.#usage ?? (this.#hasStarted ? this.#estimate() : NOTHING);
    return {
      questionId: this.#request.questionId,
      model: this.#request.model,
      endpoint: this.#request.endpoint.name,
      usage,
      source: this.#usage === undefined ? 'estimate' : 'usage',
      amountNanoYuan: this.#hasStarted ? this.#price && amountOf(this.#price, usage) : 0,
      ...(this.#price?.isFlat && { isFlat: true }),
      outcome,
      ...(this.#firstContentMs === undefined ? {} : { firstContentMs: this.#firstContentMs }),
      totalMs: this.#elapsedMs(),
    };
  }

  #estimate(): Usage {
    const outputTokens = this.outputTokens;
    const reasoningTokens = Math.min(this.#tokensOf(this.#reasoning.counts), outputTokens);
    return { inputTokens: this.#inputTokens, cachedInputTokens: 0, outputTokens, reasoningTokens };
  }

  #elapsedMs(): number {
    return Math.round(this.#clock.monotonicMs() - this.#sentAtMs);
  }
}

function isCredible(usage: Usage): boolean {
  return [usage.inputTokens, usage.cachedInputTokens, usage.outputTokens, usage.reasoningTokens].every(
    tokens => Number.isInteger(tokens) && tokens >= 0 && tokens <= CREDIBLE_TOKENS,
  );
}
