/** A request beside the chats whose answer is short: for a token, for example. */
export interface ShortRequest {
  readonly method: 'GET' | 'POST';
  /** May hold secrets in its query, which gets into no log and no error. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Everything in it that nobody may read. */
  readonly secrets: readonly string[];
  /** The most that is read of its answer; 64 kB where missing. */
  readonly maxBytes?: number;
  /** 10 s where missing. */
  readonly timeoutMs?: number;
}

/** What came back, whatever its status; only redirections are refused. */
export interface ShortAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The body's JSON; `undefined` where it is none. */
  readonly body: unknown;
  /** The service's id of the request. */
  readonly requestId?: string;
}

/**
 * Sends a short request. Throws a `WenxinError` when there is no answer: that of a failed connection, `redirect`,
 * `timeout` and `too-large` beyond the request's limits; and the signal's reason.
 */
export type SendShort = (request: ShortRequest, signal: AbortSignal) => Promise<ShortAnswer>;
