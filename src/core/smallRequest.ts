import { abortable } from './abortable.ts';
import type { Clock } from './clock.ts';
import { WenxinError } from './errors.ts';
import { exchangeDetails } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { letGoLater } from './letGoLater.ts';
import { networkError } from './networkError.ts';
import { ResponseBody } from './responseBody.ts';

/**
 * Dependencies for sending a small request. `fetch` is looked up for each request, because VS Code replaces the global
 * one.
 */
export interface SmallSender {
  readonly fetch: () => typeof globalThis.fetch;
  readonly clock: Clock;
}

/** A request with a small response, for example to a token service. */
export interface SmallRequest {
  readonly method: 'GET' | 'POST';
  /** May have secrets in its query; errors contain only the host. */
  readonly url: URL;
  readonly headers: Headers | Readonly<Record<string, string>>;
  readonly body?: string;
  /** Maximum size of the response; default: 64 kB. */
  readonly maxBytes?: number;
  /** Default: 10 s. */
  readonly timeoutMs?: number;
}

/** The response, with any status except a redirect. */
export interface SmallResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const MAX_BYTES = 64 * 1024;
const TIMEOUT_MS = 10_000;

/**
 * Sends the request and reads the whole response. Does not follow redirects, which could carry secrets to another host.
 * Throws the signal's reason, and a `WenxinError` of kind `redirect`, `timeout`, `too-large`, `truncated` or one of
 * `networkError`. Errors quote neither the request nor the response.
 */
export async function sendSmall(
  { fetch, clock }: SmallSender,
  { method, url, headers, body, maxBytes = MAX_BYTES, timeoutMs = TIMEOUT_MS }: SmallRequest,
  signal: AbortSignal,
): Promise<SmallResponse> {
  signal.throwIfAborted();
  const exchange: Exchange = { host: url.host, secrets: [] };
  const inner = new AbortController();
  const onAbort = (): void => inner.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const stopTimer = clock.after(timeoutMs, () => inner.abort(late(exchange, timeoutMs)));
  try {
    const init = {
      method,
      headers,
      redirect: 'manual',
      signal: inner.signal,
      ...(body !== undefined && { body }),
    } as const;
    const sent = (async () => fetch()(url.href, init))();
    const response = await abortable(sent, inner.signal).catch((error: unknown) => {
      if (!inner.signal.aborted) throw networkError(error, exchange);
      letGoLater(sent);
      throw inner.signal.reason;
    });
    const answer = new ResponseBody(response, maxBytes, exchange, inner.signal);
    const { status } = response;
    // A browser-like fetch reports an unfollowed redirect with status 0.
    if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
      answer.cancel();
      throw new WenxinError('redirect', 'A redirection came back', { ...exchangeDetails(exchange), status });
    }
    return { status, headers: response.headers, text: await answer.text() };
  } finally {
    stopTimer();
    signal.removeEventListener('abort', onAbort);
  }
}

function late(exchange: Exchange, timeoutMs: number): WenxinError {
  const limitSeconds = timeoutMs / 1000;
  return new WenxinError('timeout', `No answer within ${limitSeconds} s`, {
    ...exchangeDetails(exchange),
    limitSeconds,
  });
}
