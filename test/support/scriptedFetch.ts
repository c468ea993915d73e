/** One request as the code under test made it. */
export interface FetchCall {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
  readonly redirect: RequestInit['redirect'];
  readonly signal: AbortSignal;
}

/** The result: a response or an error to reject with. */
export type FetchReply = Response | Error;

/**
 * A `fetch` without a network: it records calls and replies from a script. Like the real one it rejects as soon as its
 * signal aborts, before the headers and in the body, and it rejects redirects for `redirect: 'error'`.
 */
export class ScriptedFetch {
  readonly calls: FetchCall[] = [];
  readonly #reply: (call: FetchCall) => FetchReply | Promise<FetchReply>;

  constructor(reply: (call: FetchCall) => FetchReply | Promise<FetchReply>) {
    this.#reply = reply;
  }

  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const signal = init.signal ?? new AbortController().signal;
    const call: FetchCall = {
      url: input instanceof Request ? input.url : input.toString(),
      method: init.method ?? 'GET',
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? init.body : '',
      redirect: init.redirect,
      signal,
    };
    this.calls.push(call);
    signal.throwIfAborted();
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    const reply = await Promise.race([this.#reply(call), aborted]);
    if (reply instanceof Error) throw reply;
    if (reply.status >= 300 && reply.status < 400 && init.redirect === 'error')
      throw new TypeError('unexpected redirect');
    return reply;
  };

  get lastCall(): FetchCall {
    const call = this.calls.at(-1);
    if (call === undefined) throw new Error('Nothing was sent');
    return call;
  }
}

/** A body whose chunks a test sends one by one. */
export class ScriptedBody {
  readonly stream: ReadableStream<Uint8Array>;
  /** Whether the reader cancelled the body. */
  cancelled = false;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor() {
    this.stream = new ReadableStream<Uint8Array>({
      start: controller => {
        this.#controller = controller;
      },
      cancel: () => {
        this.cancelled = true;
      },
    });
  }

  /** Sends a chunk, text as UTF-8. */
  push(piece: string | Uint8Array): void {
    this.#controller?.enqueue(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece);
  }

  end(): void {
    this.#controller?.close();
  }

  /** Breaks the connection. */
  fail(error: Error): void {
    this.#controller?.error(error);
  }
}

/** Returns a body with these chunks. */
export function bodyOf(...pieces: readonly (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const body = new ScriptedBody();
  for (const piece of pieces) body.push(piece);
  body.end();
  return body.stream;
}

/** Returns a successful streamed response with this body. */
export function eventStream(body: ReadableStream<Uint8Array>, headers: Record<string, string> = {}): Response {
  return new Response(body, {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', ...headers },
  });
}

/** Returns an error as thrown by Node's fetch, which puts the code into the cause. */
export function fetchFailed(code: string, message = code): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
}
