import type { Booking, Usage } from '../booking.ts';
import { isContent, type AttemptRequest, type ChatEvent, type SettledAnswer } from '../chat.ts';
import type { Clock } from '../clock.ts';
import type { ModelPrice } from '../money.ts';
import { type ScriptCounts, wholeTokens } from '../scriptCounts.ts';
import { AnswerSoFar } from '../answerSoFar.ts';
import { TokenCounter } from '../tokens.ts';
import { amountOf, rateOf } from './prices.ts';

/**
 * No real request has more tokens, and amounts up to here stay exact. Larger counts reported by a service are ignored.
 */
const CREDIBLE_TOKENS = 1_000_000_000;

const NOTHING: Usage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };

/** The meter of an attempt, from sending to its end; it produces the booking. */
export class AttemptMeter {
  readonly #request: AttemptRequest;
  readonly #price: ModelPrice | undefined;
  readonly #inputTokens: number;
  readonly #clock: Clock;
  readonly #tokensOf: (counts: ScriptCounts) => number;
  readonly #sentAtMs: number;
  readonly #text = new TokenCounter();
  readonly #reasoning = new TokenCounter();
  /** Present only when the request has `onSettle`. */
  readonly #answer: AnswerSoFar | undefined;
  #hasStarted = false;
  #firstContentMs: number | undefined;
  #usage: Usage | undefined;

  /**
   * Create it when the attempt is sent: times are measured from here.
   *
   * @param price `undefined` when it is unknown.
   * @param inputTokens the estimate for the question.
   * @param tokensOf estimates the model's token count of the output.
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

  /** Estimated tokens received so far, reasoning included; capped at `maxOutputTokens`. */
  get outputTokens(): number {
    const tokens = this.#tokensOf(this.#text.counts) + this.#tokensOf(this.#reasoning.counts);
    return Math.min(tokens, this.#request.maxOutputTokens);
  }

  /** The answer so far; `undefined` unless the request has `onSettle`. */
  get answer(): SettledAnswer | undefined {
    return this.#answer?.answer;
  }

  /** Records that the service began to answer, and so began to charge. */
  start(): void {
    this.#hasStarted = true;
  }

  /**
   * Records that the service refused, possibly inside a stream that looked like an answer. Without content nothing is
   * charged.
   */
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

  /**
   * Returns the booking if the attempt ends now. An answer that never began costs nothing, even when the price is
   * unknown.
   */
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
      ...(this.#hasStarted && this.#price && !this.#price.isFlat && { rate: rateOf(this.#price, usage) }),
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
