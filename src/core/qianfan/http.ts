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

/** What the network backend is made of. Its `fetch` is asked for each time, as VS Code replaces the global one. */
export interface QianfanOptions extends Omit<Sender, 'fetch'> {
  /** The way to an endpoint, asked for each time. */
  readonly fetch: (endpoint: Endpoint) => typeof globalThis.fetch;
  /** Hears of each complete streamed answer whether something on the way collected it. */
  readonly onStreamed?: (host: string, verdict: StreamVerdict) => void;

  /** Asked when a request is sent; models that think before they answer need more. */
  readonly timeouts: (model: string) => AnswerTimeouts;
}

/** Caps for an answer. An event takes about 250 bytes and brings one token at least, so long answers may be larger. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const MAX_BYTES_PER_TOKEN = 512;
const MAX_EVENTS = 100_000;
const MAX_EVENTS_PER_TOKEN = 2;
const MAX_LINE_LENGTH = 1024 * 1024;

/** Ways for a connection to end that take nothing from an answer the service had called complete. */
const HARMLESS_AFTER_COMPLETION: ReadonlySet<FailureKind> = new Set(['truncated', 'stalled', 'too-slow']);

/** The backend that asks a server over HTTP, always streamed, in the protocol of its endpoint. See `Backend` for what it keeps. */
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

  // Aborted by whichever is first: the caller, or a limit of time with the failure it is.
  const inner = new AbortController();
  const fail = (kind: FailureKind, message: string, details: FailureDetails): void => {
    inner.abort(new WenxinError(kind, message, { ...exchangeDetails(exchange), ...details }));
  };
  const timers = new AnswerTimers(options.clock, options.timeouts(request.model), (kind, message, limitSeconds) => {
    if (kind !== 'timeout' || request.onSlow === undefined) return fail(kind, message, { limitSeconds });
    // A decision may come when there is content that the person has not seen yet: such an answer is not thrown away.
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

  /** The answer's events before `done`. An answer has started when its head says so, or its first piece is no refusal. */
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

/** All that somebody said, also to a tool. */
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
