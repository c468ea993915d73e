/** How one question went. */
export interface Answered {
  /** From the call to the first text of the answer, and to its end. */
  readonly firstTokenMs: number;
  readonly totalMs: number;
}

/** What became of a batch's questions. */
export interface BatchAnswered {
  readonly answered: number;
  readonly failed: number;
}

/** A client that is measured. It asks the same small question each time. */
export interface BenchClient {
  /**
   * Throws when no complete answer came.
   *
   * @param urgency `batch` for work nobody waits for, where a client knows the difference.
   */
  ask(signal: AbortSignal, urgency: 'person' | 'batch'): Promise<Answered>;
  /** Asks the question so many times as work nobody waits for, where a client has a way of its own for that. */
  batch?(questions: number, signal: AbortSignal): Promise<BatchAnswered>;
  /** Timers that it has set and that have not ended, where that can be known. */
  openTimers?(): number;
  /** Lets everything go. */
  close(): Promise<void>;
}

/** What a client proves itself with: a permanent key for V2, an access token for V1, or a token for V2 that it mints. */
export type Proof = 'key' | 'access' | 'minted';

/** Where a client asks, and with what. */
export interface ClientOptions {
  /** Of the service, without path. */
  readonly url: string;
  readonly proof: Proof;
  /** The limits of the service, for the client that knows them beforehand. */
  readonly perSecond: number;
  readonly burst: number;
  /** Where a client may keep what it wants to know the next time. */
  readonly folder: string;
  /** The most requests that are under way at once, for a client that can be told. */
  readonly maxConcurrency: number;
}

export const MODEL = 'ernie-5.1';

export const QUESTION = 'What does this function do, and what does it return for an empty list?';
