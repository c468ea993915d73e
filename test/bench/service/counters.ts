/** What the service has counted since it started. */
export interface Counts {
  /** All chat requests, whatever their result. */
  requests: number;
  /** Refused by the rate limit. */
  refused: number;
  /** Reset or failed by the service itself. */
  broken: number;
  /** Refused because of their credentials. */
  unauthorized: number;
  /** Malformed requests. */
  malformed: number;
  answered: number;
  /** Answers that were worked on although their client had left. They are billed. */
  wasted: number;
  inputTokens: number;
  outputTokens: number;
  tokenFetches: number;
  /** Token fetches while the newest token had more than half of its lifetime left. */
  needlessTokenFetches: number;
  /**
   * Connections with at least one chat or token request: all of them, the currently open ones, and the most at the same
   * time.
   */
  sockets: number;
  openSockets: number;
  mostSockets: number;
  /** Answers whose client left before the end, and the times of the last such departure and of the last request. */
  left: number;
  lastLeftAtMs: number;
  lastRequestAtMs: number;
}

/** Returns counts that are all zero. */
export function noCounts(): Counts {
  return {
    requests: 0,
    refused: 0,
    broken: 0,
    unauthorized: 0,
    malformed: 0,
    answered: 0,
    wasted: 0,
    inputTokens: 0,
    outputTokens: 0,
    tokenFetches: 0,
    needlessTokenFetches: 0,
    sockets: 0,
    openSockets: 0,
    mostSockets: 0,
    left: 0,
    lastLeftAtMs: 0,
    lastRequestAtMs: 0,
  };
}

/** Returns the machine's monotonic time in milliseconds, which is comparable between processes. */
export function machineMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
