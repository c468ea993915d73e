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

/** Authorization for a call; see `Proof` of the credentials. */
interface BatchProof extends Authorization {
  readonly replaceAfter?: (refusal: WenxinError) => boolean;
}

/** Dependencies of batch inference. */
export interface BatchInferenceOptions extends Omit<Sender, 'fetch'> {
  /** Returns the fetch function for an endpoint; called for each request. */
  readonly fetch: (endpoint: Endpoint) => typeof globalThis.fetch;
  /** Returns the credentials for an endpoint, the same as for the chat. */
  readonly credentials: (endpoint: Endpoint, signal: AbortSignal) => Promise<BatchProof>;
}

/** An HTTP call of the batch API. */
export interface BatchCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path below the endpoint's base URL. */
  readonly resource: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: { readonly content: string | Blob; readonly type: string };
  /** Limit until the response headers arrive, and then between two chunks of the body. */
  readonly timeoutMs: number;
}

/** A response whose body is read as it arrives. */
interface OpenAnswer {
  readonly accepted: Accepted;
  readonly body: ResponseBody;
  /** Restarts the timeout; to be called for each chunk. */
  readonly goOn: () => void;
}

const MAX_BATCH_BYTES = 4 * 1024 * 1024;

/** Sends one call and returns the JSON response. */
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
 * Sends one call, passes its response to `read`, and releases all resources afterwards. If the service rejects the
 * credentials and others are available, the call is sent once more.
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
