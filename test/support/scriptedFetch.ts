/** One request as the code under test made it. */
export interface FetchCall {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
  readonly redirect: RequestInit['redirect'];
  readonly signal: AbortSignal;
}

/** What comes back: a response, an error to fail with, or a promise of one of them. */
export type FetchReply = Response | Error;

/**
 * A `fetch` without a network: it records calls and answers from a script. Like the real one it ends at once when its
 * signal aborts, before the head and in the body, and it answers a `redirect: 'error'` with an error.
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

/** A body whose pieces a test hands out one by one. */
export class ScriptedBody {
  readonly stream: ReadableStream<Uint8Array>;
  /** The reader let go of it. */
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

  /** Sends a piece, text as UTF-8. */
  push(piece: string | Uint8Array): void {
    this.#controller?.enqueue(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece);
  }

  end(): void {
    this.#controller?.close();
  }

  /** The connection breaks. */
  fail(error: Error): void {
    this.#controller?.error(error);
  }
}

/** A body that brings these pieces and ends. */
export function bodyOf(...pieces: readonly (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const body = new ScriptedBody();
  for (const piece of pieces) body.push(piece);
  body.end();
  return body.stream;
}

/** A good streamed answer with this body. */
export function eventStream(body: ReadableStream<Uint8Array>, headers: Record<string, string> = {}): Response {
  return new Response(body, {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', ...headers },
  });
}

/** An error as Node's fetch throws it: the telling code is in the cause. */
export function fetchFailed(code: string, message = code): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
}
