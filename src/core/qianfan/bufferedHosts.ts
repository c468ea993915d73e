import type { StreamVerdict } from './streamWatch.ts';

/** The hosts a person was told of, over restarts. */
export interface ToldHosts {
  has(host: string): boolean;
  add(host: string): void;
}

/** One buffered answer may be chance. */
const IN_A_ROW = 2;

/** Learns from verdicts on answers the way to which host buffers streams. A person hears of each host once. */
export class BufferedHosts {
  readonly #told: ToldHosts;
  readonly #inARow = new Map<string, number>();

  constructor(told: ToldHosts) {
    this.#told = told;
  }

  /** Takes what a complete answer of this host showed. True when a person should be told now, which then counts as done. */
  note(host: string, verdict: StreamVerdict): boolean {
    if (verdict === 'unknown') return false;
    this.#inARow.set(host, verdict === 'buffered' ? (this.#inARow.get(host) ?? 0) + 1 : 0);
    if (!this.isBuffered(host) || this.#told.has(host)) return false;
    this.#told.add(host);
    return true;
  }

  /** Whether the last answers of this session that could tell came all at once. For diagnoses. */
  isBuffered(host: string): boolean {
    return (this.#inARow.get(host) ?? 0) >= IN_A_ROW;
  }
}
