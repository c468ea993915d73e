/** What the service saw since it started. */
export interface Counts {
  /** Chat requests that came, whatever became of them. */
  requests: number;
  /** Refused by the limit. */
  refused: number;
  /** Broken off or failed by the service itself. */
  broken: number;
  /** Refused because of their credentials. */
  unauthorized: number;
  /** Not of the protocol. */
  malformed: number;
  answered: number;
  /** Answers that were worked on for somebody who had left. They are billed. */
  wasted: number;
  inputTokens: number;
  outputTokens: number;
  tokenFetches: number;
  /** Of these, the ones made while the newest token had more than half of its life before it. */
  needlessTokenFetches: number;
  /** Connections that ever brought a chat request or fetched a token: all, those of just now, and the most at once. */
  sockets: number;
  openSockets: number;
  mostSockets: number;
  /** Answers whose client left before the end, and the moments of the last such leaving and the last request. */
  left: number;
  lastLeftAtMs: number;
  lastRequestAtMs: number;
}

/** Counts of a service that has seen nothing. */
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

/** The machine's own monotonic time, which all processes share, so that moments in two of them can be compared. */
export function machineMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
