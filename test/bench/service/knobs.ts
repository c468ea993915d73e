/** What a service is like. Every time is in milliseconds where its name does not say otherwise. */
export interface Knobs {
  /** The same seed draws the same latencies, refusals and resets. */
  readonly seed: number;
  /** Log-normal, from the moment an answer gets one of the places until it is there; 0: at once. */
  readonly medianMs: number;
  readonly meanMs: number;
  /** Answers that are worked on at the same time; the others wait. */
  readonly capacity: number;
  /** Requests beyond it are refused at once. */
  readonly perSecond: number;
  readonly burst: number;
  /** Answers say the limit in `X-Ratelimit-Limit-Requests`. */
  readonly tellsLimit: boolean;
  /** The share of answers in whose place the connection is reset, halfway. */
  readonly resetShare: number;
  /** Whether it answers nobody: it resets every connection, or says HTTP 500. */
  readonly outage: 'none' | 'resets' | 'errors';
  /** Of access tokens and minted ones. The permanent key lives for ever. */
  readonly tokenLifeSeconds: number;
  /** From a streamed answer's head to its first token, and between tokens. Both 0: all in one piece. */
  readonly firstTokenMs: number;
  readonly tokenGapMs: number;
}

/** The reference load of the targets: about 100 answers a second. */
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

/** A service that costs a client nothing but its own work. */
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
