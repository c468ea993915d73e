import type { Clock } from '../clock.ts';
import { WenxinError } from '../errors.ts';
import { exchangeDetails } from '../exchange.ts';
import type { Exchange } from '../exchange.ts';
import type { Logger } from '../logger.ts';
import { abortable } from '../abortable.ts';
import { letGoLater } from '../letGoLater.ts';
import { networkError } from '../networkError.ts';
import { ResponseBody } from '../responseBody.ts';
import { findComplaint, headerComplaint } from './errorBody.ts';
import { failureKind } from './errorCodes.ts';
import { parseJson } from './parseJson.ts';
import { printable } from './printable.ts';
import { readRetryAfter } from './retryAfter.ts';
import { refusalError, requestIdOf } from './serviceError.ts';

/** Dependencies for sending requests. */
export interface Sender {
  readonly fetch: () => typeof globalThis.fetch;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A successful response with an unread body, and the details of its exchange. */
export interface Accepted {
  readonly response: Response;
  readonly exchange: Exchange;
}

/** Limits for reading the body of a refusal; beyond them, only its status is used. */
const MAX_REFUSAL_BYTES = 64 * 1024;
const MAX_REFUSAL_MS = 5000;

/** Maximum number of characters of an unexpected page that the log may quote. */
const QUOTE_CHARACTERS = 80;

/**
 * Sends one request and waits for the response headers. Does not follow redirects, which would carry the key to another
 * host. Throws a `WenxinError` for any status other than 2xx and for connection failures, and the signal's reason.
 *
 * @param onHead called with the headers of any response, including refusals.
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
  // With `manual`, undici buffers a streamed body until it is sent, in case it has to follow a redirect.
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
  // A browser-like fetch reports an unfollowed redirect with status 0.
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
    body.cancel();
    const details = { ...exchangeDetails(known), status: response.status };
    throw new WenxinError('redirect', 'The service answered with a redirection', details);
  }
  throw readRefusal(response, await refusalText(body, clock, signal), known, { clock, logger });
}

/**
 * Logs the beginning of a body that does not follow the protocol. Quotes only HTML pages, as other text may be an
 * answer.
 */
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
    // An HTML page with an unspecific status comes from an intermediary, not from the service.
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
    // Too long or cut off: only the status is used.
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
