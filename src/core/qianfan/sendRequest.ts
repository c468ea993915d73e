import type { Clock } from '../clock.ts';
import { WenxinError } from '../errors.ts';
import { exchangeDetails } from '../exchange.ts';
import type { Exchange } from '../exchange.ts';
import type { Logger } from '../logger.ts';
import { abortable } from '../abortable.ts';
import { networkError } from '../networkError.ts';
import { ResponseBody } from '../responseBody.ts';
import { findComplaint, headerComplaint } from './errorBody.ts';
import { failureKind } from './errorCodes.ts';
import { parseJson } from './parseJson.ts';
import { printable } from './printable.ts';
import { readRetryAfter } from './retryAfter.ts';
import { refusalError, requestIdOf } from './serviceError.ts';

/** What sending needs from outside. */
export interface Sender {
  readonly fetch: () => typeof globalThis.fetch;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** An answer with the facts of its exchange. Its body is unread. */
export interface Accepted {
  readonly response: Response;
  readonly exchange: Exchange;
}

/** A refusal says what it has to say within this. Otherwise its status alone has to do. */
const MAX_REFUSAL_BYTES = 64 * 1024;
const MAX_REFUSAL_MS = 5000;

/** Characters of a page that came in place of an answer which the log may hold. */
const QUOTE_CHARACTERS = 80;

/**
 * Sends one request and waits for the head of its answer. Redirections are not followed, because they would carry the
 * key to another host. Throws the `WenxinError` that any other status than 2xx and any failure to connect is, and the
 * signal's reason.
 *
 * @param onHead hears the head of whatever comes back, also of a refusal.
 */
export async function sendRequest(
  { fetch, clock, logger }: Sender,
  url: URL,
  init: { readonly method: 'GET' | 'POST' | 'DELETE'; readonly headers: Headers; readonly body?: string | Blob },
  exchange: Exchange,
  signal: AbortSignal,
  onHead: (headers: Headers) => void = () => undefined,
): Promise<Accepted> {
  const sentAtMs = clock.monotonicMs();
  // Where a redirection might be followed, undici keeps all of a body that is a stream until it is sent.
  const redirect = init.body instanceof Blob ? 'error' : 'manual';
  const answered = (async () => fetch()(url.href, { ...init, redirect, signal }))();
  const response = await abortable(answered, signal).catch((error: unknown) => {
    if (!signal.aborted) throw networkError(error, exchange);
    letGoLater(answered);
    throw signal.reason;
  });
  const requestId = requestIdOf(response.headers, exchange.secrets);
  const known: Exchange = { ...exchange, requestId };
  const tookMs = Math.round(clock.monotonicMs() - sentAtMs);
  logger.debug(
    `${init.method} ${url.host}${url.pathname}: HTTP ${response.status} after ${tookMs} ms, id ${requestId}`,
  );
  onHead(response.headers);
  if (response.ok) return { response, exchange: known };

  const body = new ResponseBody(response, MAX_REFUSAL_BYTES, known, signal);
  // A browser-like fetch hides a redirection it did not follow behind status 0.
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
    body.cancel();
    const details = { ...exchangeDetails(known), status: response.status };
    throw new WenxinError('redirect', 'The service answered with a redirection', details);
  }
  throw readRefusal(response, await refusalText(body, clock, signal), known, { clock, logger });
}

/** Says in the log how a body begins that is not of the protocol. Only a page is quoted: other text may be an answer. */
export function logForeignBody(logger: Logger, host: string, start: string): void {
  const quote = isPage(start) ? `: ${printable(start, QUOTE_CHARACTERS)}` : '';
  logger.warn(`${host} sent something else than JSON${quote}`);
}

function readRefusal(
  response: Response,
  text: string,
  exchange: Exchange,
  { clock, logger }: Pick<Sender, 'clock' | 'logger'>,
): WenxinError {
  const { status } = response;
  const complaint = findComplaint(parseJson(text)) ?? headerComplaint(response.headers);
  if (complaint === undefined && isPage(text)) {
    logForeignBody(logger, exchange.host, text);
    // A page in place of a refusal that means nothing special comes from something between us and the service.
    if (status === 403 || failureKind(status, undefined) === 'invalid') {
      const details = { ...exchangeDetails(exchange), status };
      return new WenxinError('not-json', `A page came in place of an answer: HTTP ${status}`, details);
    }
  }
  return refusalError(logger, exchange, status, complaint, readRetryAfter(response.headers, clock.now()));
}

async function refusalText(body: ResponseBody, clock: Clock, signal: AbortSignal): Promise<string> {
  const stopWaiting = clock.after(MAX_REFUSAL_MS, () => body.cancel());
  try {
    return await body.text();
  } catch (error) {
    // Too much of it, or cut off: the status is known all the same.
    if (error instanceof WenxinError && !signal.aborted) return '';
    throw error;
  } finally {
    stopWaiting();
    body.cancel();
  }
}

function isPage(text: string): boolean {
  return text.trimStart().startsWith('<');
}

/** A fetch that does not listen to its signal may still bring an answer, whose connection nobody else would close. */
function letGoLater(answered: Promise<Response>): void {
  answered.then(response => response.body?.cancel()).catch(ignoreLateFailure);
}

function ignoreLateFailure(): void {}
