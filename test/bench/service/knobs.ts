/** The properties of a service. Times are in milliseconds unless their name says otherwise. */
export interface Knobs {
  /** The same seed draws the same latencies, refusals and resets. */
  readonly seed: number;
  /** Log-normal latency from getting a slot to the answer; 0 means at once. */
  readonly medianMs: number;
  readonly meanMs: number;
  /** Concurrent answers; others wait. */
  readonly capacity: number;
  /** Requests beyond this rate are refused at once. */
  readonly perSecond: number;
  readonly burst: number;
  /** Whether responses state the limit in `X-Ratelimit-Limit-Requests`. */
  readonly tellsLimit: boolean;
  /** The share of answers that are reset halfway. */
  readonly resetShare: number;
  /** Whether the service is down: it then resets every connection, or responds with HTTP 500. */
  readonly outage: 'none' | 'resets' | 'errors';
  /** Lifetime of access tokens and minted ones. The permanent key does not expire. */
  readonly tokenLifeSeconds: number;
  /** From a streamed answer's head to its first token, and between tokens. If both are 0, all is sent in one chunk. */
  readonly firstTokenMs: number;
  readonly tokenGapMs: number;
}

/** The reference load of the targets: about 100 answers per second. */
export const REFERENCE: Knobs = {
  seed: 1,
  medianMs: 100,
  meanMs: 120,
  capacity: 12,
  perSecond: 120,
  burst: 20,
  tellsLimit: true,
  resetShare: 0.005,
  outage: 'none',
  tokenLifeSeconds: 2_592_000,
  firstTokenMs: 0,
  tokenGapMs: 0,
};

/** A service that adds no latency or limits, so that only the client's own work is measured. */
export const UNLIMITED: Knobs = {
  ...REFERENCE,
  medianMs: 0,
  meanMs: 0,
  capacity: 1_000_000,
  perSecond: 1_000_000,
  burst: 1_000_000,
  tellsLimit: false,
  resetShare: 0,
};
