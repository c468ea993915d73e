/** How an answer came: as it was written, or held back by something on the way and then all at once. */
export type StreamVerdict =
  | 'streamed'
  | 'buffered'
  /** Too short or too quick to tell. */
  | 'unknown';

/** Fewer events than these may well come together. */
const LEAST_EVENTS = 20;

/** A shorter wait may be a model that answers at once, or an answer the service had ready. */
const LEAST_WAIT_MS = 3000;

/**
 * All events have to come within the longer of these: 50 ms for a short answer, which is 400 events a second, and so much
 * for each event of a long one, because reading them takes time too. The fastest models write some hundreds a second.
 */
const BURST_MS = 50;
const BURST_MS_PER_EVENT = 0.5;

/**
 * Tells from the times at which the content of one streamed answer arrives whether something on the way, mostly a
 * company's proxy, collected it. One answer proves little (this process may have stood still, the service may have held it
 * back for its safety rules): see `BufferedHosts`.
 */
export class StreamWatch {
  readonly #sentAtMs: number;
  #firstAtMs: number | undefined;
  #lastAtMs = 0;
  #events = 0;

  /** @param sentAtMs when the request was sent. All times are monotonic. */
  constructor(sentAtMs: number) {
    this.#sentAtMs = sentAtMs;
  }

  /** An event with content was read from the connection. */
  arrived(nowMs: number): void {
    this.#firstAtMs ??= nowMs;
    this.#lastAtMs = nowMs;
    this.#events++;
  }

  /** To be asked when the answer is complete: of one that broke off it says nothing. */
  verdict(): StreamVerdict {
    if (this.#firstAtMs === undefined || this.#events < LEAST_EVENTS) return 'unknown';
    const spanMs = this.#lastAtMs - this.#firstAtMs;
    if (spanMs > Math.max(BURST_MS, BURST_MS_PER_EVENT * this.#events)) return 'streamed';
    return this.#firstAtMs - this.#sentAtMs >= LEAST_WAIT_MS ? 'buffered' : 'unknown';
  }
}
