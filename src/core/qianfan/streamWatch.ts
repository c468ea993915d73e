/** How an answer arrived: as it was generated, or buffered on the way and then all at once. */
export type StreamVerdict =
  | 'streamed'
  | 'buffered'
  /** Too short or too fast to tell. */
  | 'unknown';

/** Fewer events may arrive together by chance. */
const LEAST_EVENTS = 20;

/** After a shorter wait, the model may simply be fast, or the service had the answer ready. */
const LEAST_WAIT_MS = 3000;

/**
 * An answer counts as buffered if all events arrive within the longer of these: 50 ms for a short answer, which is 400
 * events per second, or 0.5 ms per event for a long one, because reading takes time too. The fastest models write a few
 * hundred events per second.
 */
const BURST_MS = 50;
const BURST_MS_PER_EVENT = 0.5;

/**
 * Detects, from the arrival times of one streamed answer, whether something on the way buffered it, usually a company's
 * proxy. A single answer is weak evidence, as this process may have been blocked, or the service's safety rules may
 * have delayed it; see `BufferedHosts`.
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

  /** Records the arrival of an event with content. */
  arrived(nowMs: number): void {
    this.#firstAtMs ??= nowMs;
    this.#lastAtMs = nowMs;
    this.#events++;
  }

  /** Returns the verdict on a complete answer; meaningless for an interrupted one. */
  verdict(): StreamVerdict {
    if (this.#firstAtMs === undefined || this.#events < LEAST_EVENTS) return 'unknown';
    const spanMs = this.#lastAtMs - this.#firstAtMs;
    if (spanMs > Math.max(BURST_MS, BURST_MS_PER_EVENT * this.#events)) return 'streamed';
    return this.#firstAtMs - this.#sentAtMs >= LEAST_WAIT_MS ? 'buffered' : 'unknown';
  }
}
