import type { Authorization } from '../../authorization.ts';
import type { Endpoint } from '../../chat.ts';
import { WenxinError } from '../../errors.ts';
import { exchangeDetails } from '../../exchange.ts';
import { ResponseBody } from '../../responseBody.ts';
import { findComplaint } from '../errorBody.ts';
import { startLateTimer } from '../lateTimer.ts';
import { parseJson } from '../parseJson.ts';
import { sendRequest, type Accepted, type Sender } from '../sendRequest.ts';
import { refusalError } from '../serviceError.ts';
import { authorized, wireUrl } from '../wireRequest.ts';

/** What proves who asks; see `Proof` of the credentials. */
interface BatchProof extends Authorization {
  readonly replaceAfter?: (refusal: WenxinError) => boolean;
}

/** What batch inference needs from outside. */
export interface BatchInferenceOptions extends Omit<Sender, 'fetch'> {
  /** The way to an endpoint, asked for each time. */
  readonly fetch: (endpoint: Endpoint) => typeof globalThis.fetch;
  /** Credentials for an endpoint, as the chat's. */
  readonly credentials: (endpoint: Endpoint, signal: AbortSignal) => Promise<BatchProof>;
}

/** One call. */
export interface BatchCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the endpoint's base URL. */
  readonly resource: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: { readonly content: string | Blob; readonly type: string };
  /** Until the head of the answer is there, and for each piece of it afterwards. */
  readonly timeoutMs: number;
}

/** An answer that is read while it comes. */
interface OpenAnswer {
  readonly accepted: Accepted;
  readonly body: ResponseBody;
  /** To be called when a piece has come: the time for the next one begins. */
  readonly goOn: () => void;
}

const MAX_BATCH_BYTES = 4 * 1024 * 1024;

/** Sends one call and reads the JSON that comes back. */
export function callForJson(
  options: BatchInferenceOptions,
  endpoint: Endpoint,
  call: BatchCall,
  signal: AbortSignal,
): Promise<unknown> {
  return open(options, endpoint, call, { maxBytes: MAX_BATCH_BYTES, signal }, async ({ accepted, body }) => {
    const { exchange } = accepted;
    const value = parseJson(await body.text());
    const complaint = findComplaint(value);
    if (complaint !== undefined) throw refusalError(options.logger, exchange, accepted.response.status, complaint);
    if (value === undefined) throw new WenxinError('not-json', 'No JSON came back', exchangeDetails(exchange));
    return value;
  });
}

/**
 * Sends one call and hands its answer to `read`; all is let go of when that has ended. When the service refuses the
 * credentials and there are others, it is sent once more.
 */
export async function open<T>(
  options: BatchInferenceOptions,
  endpoint: Endpoint,
  call: BatchCall,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal: AbortSignal },
  read: (answer: OpenAnswer) => Promise<T>,
): Promise<T> {
  if (endpoint.api === 'v1') throw new WenxinError('no-endpoint', 'V1 has no batch inference');
  for (let isReplay = false; ; isReplay = true) {
    signal.throwIfAborted();
    const proof = await options.credentials(endpoint, signal);
    try {
      return await send(options, endpoint, { call, proof, maxBytes, signal }, read);
    } catch (error) {
      signal.throwIfAborted();
      if (isReplay || !(error instanceof WenxinError) || proof.replaceAfter?.(error) !== true) throw error;
    }
  }
}

async function send<T>(
  options: BatchInferenceOptions,
  endpoint: Endpoint,
  sending: {
    readonly call: BatchCall;
    readonly proof: Authorization;
    readonly maxBytes: number;
    readonly signal: AbortSignal;
  },
  read: (answer: OpenAnswer) => Promise<T>,
): Promise<T> {
  const { call, proof, maxBytes, signal } = sending;
  const address = wireUrl(endpoint.baseUrl, call.resource);
  for (const [name, value] of Object.entries(call.query ?? {})) address.searchParams.set(name, value);
  const { url, headers } = authorized(proof, call.method, address, endpoint.appId);
  if (call.body !== undefined) headers.set('content-type', call.body.type);
  const exchange = { host: url.host, secrets: proof.secrets };
  const inner = new AbortController();
  const startTimer = (): (() => void) =>
    startLateTimer(options.clock, call.timeoutMs, () => {
      const details = { ...exchangeDetails(exchange), limitSeconds: call.timeoutMs / 1000 };
      inner.abort(new WenxinError('timeout', `No answer to ${call.method} ${call.resource} in time`, details));
    });
  let stopTimer = startTimer();
  const onAbort = (): void => inner.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  let body: ResponseBody | undefined;
  try {
    const init = { method: call.method, headers, ...(call.body && { body: call.body.content }) };
    const sender: Sender = { ...options, fetch: () => options.fetch(endpoint) };
    const accepted = await sendRequest(sender, url, init, exchange, inner.signal);
    body = new ResponseBody(accepted.response, maxBytes, accepted.exchange, inner.signal);
    const goOn = (): void => {
      stopTimer();
      stopTimer = startTimer();
    };
    return await read({ accepted, body, goOn });
  } finally {
    signal.removeEventListener('abort', onAbort);
    stopTimer();
    body?.cancel();
  }
}
