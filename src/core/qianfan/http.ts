import {
  isContent,
  type AuthorizedRequest,
  type Backend,
  type ChatEvent,
  type ChatMessage,
  type Endpoint,
} from '../chat.ts';
import { WenxinError } from '../errors.ts';
import type { FailureDetails, FailureKind } from '../errors.ts';
import { exchangeDetails } from '../exchange.ts';
import type { Exchange } from '../exchange.ts';
import { ResponseBody } from '../responseBody.ts';
import { Answer } from './answer.ts';
import { answerEvents } from './answerEvents.ts';
import { SHAPE_CHARACTERS, answerShape, isEventStream } from './answerShape.ts';
import { AnswerTimers } from './answerTimers.ts';
import type { AnswerTimeouts } from './answerTimers.ts';
import { sentQuestion } from '../sentQuestion.ts';
import { readRateLimits } from './rateLimitHeaders.ts';
import { logForeignBody, sendRequest } from './sendRequest.ts';
import type { Sender } from './sendRequest.ts';
import { StreamWatch, type StreamVerdict } from './streamWatch.ts';
import { v1 } from './v1/v1.ts';
import { v2 } from './v2/v2.ts';
import { wireRequest } from './wireRequest.ts';

/**
 * Dependencies and settings of the network backend. `fetch` is looked up for each request, because VS Code replaces the
 * global one.
 */
export interface QianfanOptions extends Omit<Sender, 'fetch'> {
  /** Returns the fetch function for an endpoint; called for each request. */
  readonly fetch: (endpoint: Endpoint) => typeof globalThis.fetch;
  /** Called for each complete streamed answer with the verdict on whether it was buffered on the way. */
  readonly onStreamed?: (host: string, verdict: StreamVerdict) => void;

  /** Returns the time limits, when a request is sent; models that think before they answer need longer ones. */
  readonly timeouts: (model: string) => AnswerTimeouts;
}

/**
 * Size limits of an answer. An event has about 250 bytes and at least one token, so the limits grow with the output
 * limit.
 */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const MAX_BYTES_PER_TOKEN = 512;
const MAX_EVENTS = 100_000;
const MAX_EVENTS_PER_TOKEN = 2;
const MAX_LINE_LENGTH = 1024 * 1024;

/** Connection failures that do not matter once the service has completed the answer. */
const HARMLESS_AFTER_COMPLETION: ReadonlySet<FailureKind> = new Set(['truncated', 'stalled', 'too-slow']);

/**
 * Creates the backend that sends questions over HTTP, always streamed, in the endpoint's protocol. See `Backend` for
 * its contract.
 */
export function createQianfanBackend(options: QianfanOptions): Backend<AuthorizedRequest> {
  return (request, signal) => ask(options, request, signal);
}

async function* ask(
  options: QianfanOptions,
  request: AuthorizedRequest,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent, void> {
  signal.throwIfAborted();
  const { endpoint } = request;
  const sender: Sender = { ...options, fetch: () => options.fetch(endpoint) };
  const dialect = endpoint.api === 'v1' ? v1 : v2;
  const sent = sentQuestion(request.messages, request.options);
  const { url, headers, body: question } = wireRequest(request, sent, dialect);
  let exchange: Exchange = {
    host: url.host,
    model: request.model,
    secrets: request.authorization.secrets,
    question: textsOf(sent.messages),
  };
  let body: ResponseBody | undefined;
  let answer: Answer | undefined;

  // Aborted with the caller's reason or with the failure of a time limit, whichever comes first.
  const inner = new AbortController();
  const fail = (kind: FailureKind, message: string, details: FailureDetails): void => {
    inner.abort(new WenxinError(kind, message, { ...exchangeDetails(exchange), ...details }));
  };
  const timers = new AnswerTimers(options.clock, options.timeouts(request.model), (kind, message, limitSeconds) => {
    if (kind !== 'timeout' || request.onSlow === undefined) return fail(kind, message, { limitSeconds });
    // The user may decide after the first content arrived but before it was rendered; never discard a visible answer.
    const end = (details: FailureDetails): void => {
      if (timers.isWaitingForFirst) fail(kind, message, { limitSeconds, ...details });
    };
    request.onSlow({
      seconds: limitSeconds,
      keepWaiting: () => timers.keepWaiting(),
      sendAgain: () => end({ sendAgain: true }),
      giveUp: () => end({}),
    });
  });
  const onHead = (headers: Headers): void => {
    const limits = readRateLimits(headers);
    if (limits !== undefined) request.onLimits(limits);
  };
  const onAbort = (): void => {
    timers.stop();
    inner.abort(signal.reason);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const init = { method: 'POST', headers, body: question } as const;
    const watch = new StreamWatch(options.clock.monotonicMs());
    const accepted = await sendRequest(sender, url, init, exchange, inner.signal, onHead);
    exchange = accepted.exchange;
    answer = new Answer(dialect, exchange, options.logger, sent.ownName);
    body = new ResponseBody(accepted.response, maxBodyBytes(request), exchange, inner.signal);
    for await (const event of read(body, answer, accepted.response)) {
      if (isContent(event)) watch.arrived(options.clock.monotonicMs());
      yield event;
      inner.signal.throwIfAborted();
    }
    options.onStreamed?.(url.host, watch.verdict());
    yield answer.end();
  } catch (error) {
    signal.throwIfAborted();
    const failure: unknown = inner.signal.aborted ? inner.signal.reason : error;
    const harmless = failure instanceof WenxinError && HARMLESS_AFTER_COMPLETION.has(failure.kind);
    if (answer?.complete !== true || !harmless) throw failure;
    options.logger.debug(`${exchange.host}: a complete answer, then ${failure.message}`);
    yield answer.end();
  } finally {
    signal.removeEventListener('abort', onAbort);
    timers.stop();
    body?.cancel();
  }

  /**
   * Yields the answer's events before `done`. The answer has started when the headers declare an event stream, or when
   * its first part is not a refusal.
   */
  async function* read(from: ResponseBody, into: Answer, { headers: head }: Response): AsyncGenerator<ChatEvent, void> {
    let started = false;
    const start = (): void => {
      if (!started) request.onAnswerStarted(exchange.requestId);
      started = true;
    };
    const contentType = head.get('content-type') ?? '';
    if (isEventStream(contentType)) start();
    const beginning = await from.start(SHAPE_CHARACTERS);
    const shape = answerShape(contentType, beginning);
    if (shape === 'events') {
      yield* answerEvents(from, into, timers, options.clock, caps(request), start);
    } else if (shape === 'json') {
      const events = into.readWhole(await from.text());
      start();
      timers.pauseForReader();
      yield* events;
    } else {
      if (shape === 'nothing') throw new WenxinError('empty', 'The body is empty', exchangeDetails(exchange));
      logForeignBody(options.logger, exchange.host, beginning);
      throw new WenxinError('not-json', 'Something else than an answer came', {
        ...exchangeDetails(exchange),
        status: 200,
      });
    }
  }
}

/** Returns all message texts, including arguments of tool calls. */
function textsOf(messages: readonly ChatMessage[]): string[] {
  return messages.flatMap(message => [
    message.content,
    ...(message.role === 'assistant' ? (message.toolCalls ?? []) : []).map(call => call.arguments),
  ]);
}

function maxBodyBytes({ maxOutputTokens }: AuthorizedRequest): number {
  return Math.max(MAX_BODY_BYTES, maxOutputTokens * MAX_BYTES_PER_TOKEN);
}

function caps({ maxOutputTokens }: AuthorizedRequest): { maxLineLength: number; maxEvents: number } {
  return { maxLineLength: MAX_LINE_LENGTH, maxEvents: Math.max(MAX_EVENTS, maxOutputTokens * MAX_EVENTS_PER_TOKEN) };
}
