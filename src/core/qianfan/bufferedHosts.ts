import type { StreamVerdict } from './streamWatch.ts';

/** Persistent set of the hosts that the user was notified about. */
export interface ToldHosts {
  has(host: string): boolean;
  add(host: string): void;
}

/** A single buffered answer may be coincidence. */
const IN_A_ROW = 2;

/**
 * Learns from the verdicts on complete answers which hosts are reached through a buffering proxy. The user is notified
 * once per host.
 */
export class BufferedHosts {
  readonly #told: ToldHosts;
  readonly #inARow = new Map<string, number>();

  constructor(told: ToldHosts) {
    this.#told = told;
  }

  /**
   * Records the verdict on a complete answer from the host. Returns true if the user should be notified now, and marks
   * the host as notified.
   */
  note(host: string, verdict: StreamVerdict): boolean {
    if (verdict === 'unknown') return false;
    this.#inARow.set(host, verdict === 'buffered' ? (this.#inARow.get(host) ?? 0) + 1 : 0);
    if (!this.isBuffered(host) || this.#told.has(host)) return false;
    this.#told.add(host);
    return true;
  }

  /** Returns whether the latest conclusive answers of this session were buffered. For diagnostics. */
  isBuffered(host: string): boolean {
    return (this.#inARow.get(host) ?? 0) >= IN_A_ROW;
  }
}
