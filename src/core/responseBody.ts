import { WenxinError } from './errors.ts';
import { abortable } from './abortable.ts';
import { networkCodes } from './networkError.ts';
import { exchangeDetails } from './exchange.ts';
import type { Exchange } from './exchange.ts';

/**
 * The bytes of one answer, read piece by piece. Reading ends at once when the signal aborts, and the connection is let
 * go in the abort event itself, also while nobody reads.
 */
export class ResponseBody {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly #signal: AbortSignal;
  readonly #exchange: Exchange;
  readonly #maxBytes: number;
  readonly #peeked: Uint8Array[] = [];
  #bytesRead = 0;
  #over: boolean;

  /** @param maxBytes more than this, after decompression, is `too-large`: no real answer is. */
  constructor(response: Response, maxBytes: number, exchange: Exchange, signal: AbortSignal) {
    this.#reader = response.body?.getReader();
    this.#over = this.#reader === undefined;
    this.#maxBytes = maxBytes;
    this.#exchange = exchange;
    this.#signal = signal;
    if (signal.aborted) this.cancel();
    signal.addEventListener('abort', () => this.cancel(), { once: true });
  }

  /** The next piece, or `undefined` at the end. A connection that breaks is `truncated`, or the reason of the signal. */
  async read(): Promise<Uint8Array | undefined> {
    this.#signal.throwIfAborted();
    return this.#peeked.shift() ?? (await this.#receive());
  }

  /**
   * How the body begins after white space and byte order mark: at least `count` characters unless it is shorter, and
   * whatever came with them. To be asked before anything is read; nothing is consumed.
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

  /** All the rest as text. */
  async text(): Promise<string> {
    const decoder = new TextDecoder();
    let text = '';
    for (let piece = await this.read(); piece !== undefined; piece = await this.read()) {
      text += decoder.decode(piece, { stream: true });
    }
    return text + decoder.decode();
  }

  /** Lets the connection go. Harmless at any time and more than once; a body read to its end leaves it for reuse. */
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
  // undici's own limit between two pieces, 300 s, where a person allows more than that.
  const kind = code === 'UND_ERR_BODY_TIMEOUT' ? 'stalled' : 'truncated';
  return new WenxinError(kind, `The answer broke off: ${code ?? 'no known reason'}`, {
    ...exchangeDetails(exchange),
    ...(code === undefined ? {} : { code }),
  });
}

/** A connection that fails while it is let go has nothing left to tell anybody. */
function ignoreLateFailure(): void {}
