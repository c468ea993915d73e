import { abortable } from './abortable.ts';
import type { Clock } from './clock.ts';
import { WenxinError } from './errors.ts';
import { exchangeDetails } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { networkError } from './networkError.ts';
import { ResponseBody } from './responseBody.ts';

/** What sending a small request needs from outside. Its `fetch` is asked for each time, as VS Code replaces the global one. */
export interface SmallSender {
  readonly fetch: () => typeof globalThis.fetch;
  readonly clock: Clock;
}

/** One request whose answer is small, for example to a token service. */
export interface SmallRequest {
  readonly method: 'GET' | 'POST';
  /** May hold secrets in its parameters: no failure names more of it than the host. */
  readonly url: URL;
  readonly headers: Headers | Readonly<Record<string, string>>;
  readonly body?: string;
  /** The most that is read of its answer; 64 kB where missing. */
  readonly maxBytes?: number;
  /** 10 s where missing. */
  readonly timeoutMs?: number;
}

/** What came back, whatever its status. */
export interface SmallResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const MAX_BYTES = 64 * 1024;
const TIMEOUT_MS = 10_000;

/**
 * Sends it and reads all of the answer: at most 64 kB within 10 s, unless it says otherwise. Redirections are not
 * followed, because they would carry secrets to another host. Throws the signal's reason, and as `WenxinError` what keeps an answer from coming:
 * `redirect`, `timeout`, `too-large`, `truncated` and the kinds of `networkError`. None quotes anything of either side.
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
    // A browser-like fetch hides a redirection it did not follow behind status 0.
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

/** A fetch that does not listen to its signal may still bring an answer, whose connection nobody else would close. */
function letGoLater(sent: Promise<Response>): void {
  sent.then(response => response.body?.cancel()).catch(ignoreLateFailure);
}

function ignoreLateFailure(): void {}
