/** A request other than a chat request, with a short response; for example, for a token. */
export interface ShortRequest {
  readonly method: 'GET' | 'POST';
  /** May have secrets in its query; never appears in a log or an error. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** All secret values in the request. */
  readonly secrets: readonly string[];
  /** Maximum size of the response; default: 64 kB. */
  readonly maxBytes?: number;
  /** Default: 10 s. */
  readonly timeoutMs?: number;
}

/** The response, with any status except a redirect. */
export interface ShortAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The body parsed as JSON; `undefined` if it is not JSON. */
  readonly body: unknown;
  /** The service's request id. */
  readonly requestId?: string;
}

/**
 * Sends a short request. Throws a `WenxinError` if there is no response (network errors, `redirect`, `timeout`,
 * `too-large`), and the signal's reason.
 */
export type SendShort = (request: ShortRequest, signal: AbortSignal) => Promise<ShortAnswer>;
