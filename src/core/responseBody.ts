import { WenxinError } from './errors.ts';
import { abortable } from './abortable.ts';
import { networkCodes } from './networkError.ts';
import { exchangeDetails } from './exchange.ts';
import type { Exchange } from './exchange.ts';

/**
 * The body of one response, read in chunks. An abort of the signal ends a pending read immediately, and closes the
 * connection within the abort event, even if no read is pending.
 */
export class ResponseBody {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly #signal: AbortSignal;
  readonly #exchange: Exchange;
  readonly #maxBytes: number;
  readonly #peeked: Uint8Array[] = [];
  #bytesRead = 0;
  #over: boolean;

  /** @param maxBytes limit after decompression, above any real answer; more than this throws `too-large`. */
  constructor(response: Response, maxBytes: number, exchange: Exchange, signal: AbortSignal) {
    this.#reader = response.body?.getReader();
    this.#over = this.#reader === undefined;
    this.#maxBytes = maxBytes;
    this.#exchange = exchange;
    this.#signal = signal;
    if (signal.aborted) this.cancel();
    signal.addEventListener('abort', () => this.cancel(), { once: true });
  }

  /**
   * Returns the next chunk, or `undefined` at the end. Throws `truncated` if the connection breaks, or the signal's
   * reason.
   */
  async read(): Promise<Uint8Array | undefined> {
    this.#signal.throwIfAborted();
    return this.#peeked.shift() ?? (await this.#receive());
  }

  /**
   * Returns the beginning of the body after white space and byte order mark: at least `count` characters, unless the
   * body is shorter. Must be called before the first read; consumes nothing.
   */
  async start(count: number): Promise<string> {
    const decoder = new TextDecoder();
    let text = '';
    while (text.length < count) {
      const piece = await this.#receive();
      if (piece === undefined) break;
      this.#peeked.push(piece);
      text = (text + decoder.decode(piece, { stream: true })).trimStart();
    }
    return text;
  }

  /** Returns the rest of the body as text. */
  async text(): Promise<string> {
    const decoder = new TextDecoder();
    let text = '';
    for (let piece = await this.read(); piece !== undefined; piece = await this.read()) {
      text += decoder.decode(piece, { stream: true });
    }
    return text + decoder.decode();
  }

  /**
   * Closes the connection. May be called at any time and repeatedly; after a complete read it has no effect, and the
   * connection is reused.
   */
  cancel(): void {
    if (this.#over) return;
    this.#over = true;
    this.#reader?.cancel(this.#signal.reason).catch(ignoreLateFailure);
  }

  async #receive(): Promise<Uint8Array | undefined> {
    if (this.#over || this.#reader === undefined) return undefined;
    const { done, value } = await abortable(this.#reader.read(), this.#signal).catch((error: unknown) => {
      this.#over = true;
      if (this.#signal.aborted) throw this.#signal.reason;
      throw brokenBody(error, this.#exchange);
    });
    if (done) {
      this.#over = true;
      return undefined;
    }
    this.#bytesRead += value.byteLength;
    if (this.#bytesRead > this.#maxBytes) {
      this.cancel();
      throw new WenxinError('too-large', `More than ${this.#maxBytes} bytes`, exchangeDetails(this.#exchange));
    }
    return value;
  }
}

function brokenBody(error: unknown, exchange: Exchange): WenxinError {
  const [code] = networkCodes(error);
  // undici's own limit between two chunks is 300 s; it applies if the user sets a longer one.
  const kind = code === 'UND_ERR_BODY_TIMEOUT' ? 'stalled' : 'truncated';
  return new WenxinError(kind, `The answer broke off: ${code ?? 'no known reason'}`, {
    ...exchangeDetails(exchange),
    ...(code === undefined ? {} : { code }),
  });
}

/** Errors of closing an abandoned connection are irrelevant. */
function ignoreLateFailure(): void {}
