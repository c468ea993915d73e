/** The times of one answered question. */
export interface Answered {
  /** From the call to the first text of the answer, and to its end. */
  readonly firstTokenMs: number;
  readonly totalMs: number;
}

/** The results of a batch. */
export interface BatchAnswered {
  readonly answered: number;
  readonly failed: number;
}

/** A client to measure. It asks the same short question each time. */
export interface BenchClient {
  /**
   * Throws if the answer is not complete.
   *
   * @param urgency `batch` for work that no user waits for, if the client supports it.
   */
  ask(signal: AbortSignal, urgency: 'person' | 'batch'): Promise<Answered>;
  /** Asks the question this many times as a batch, if the client has its own way to do that. */
  batch?(questions: number, signal: AbortSignal): Promise<BatchAnswered>;
  /** The number of pending timers, if it is known. */
  openTimers?(): number;
  /** Releases all resources. */
  close(): Promise<void>;
}

/** How a client authenticates: a permanent key for V2, an access token for V1, or a token for V2 that it mints. */
export type Proof = 'key' | 'access' | 'minted';

/** Where and how a client sends its requests. */
export interface ClientOptions {
  /** The service's URL, without a path. */
  readonly url: string;
  readonly proof: Proof;
  /** The service's limits, for the client that knows them in advance. */
  readonly perSecond: number;
  readonly burst: number;
  /** Where a client may store what it needs in the next run. */
  readonly folder: string;
  /** The maximum number of concurrent requests, for a client with such an option. */
  readonly maxConcurrency: number;
}

export const MODEL = 'ernie-5.1';

export const QUESTION = 'What does this function do, and what does it return for an empty list?';
