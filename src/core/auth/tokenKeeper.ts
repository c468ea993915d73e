import { abortable } from '../abortable.ts';
import type { Clock } from '../clock.ts';
import { WenxinError, describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { endOf, renewalOf, type FetchToken, type Token } from './token.ts';
import { PROVEN_REFUSALS } from './tokenFailure.ts';

/** Delays between attempts to renew a token that is still valid; they double. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** How long to cache a refusal that may be resolved elsewhere, for example when a sub-user is granted a policy. */
const REFUSAL_MEMORY_MS = 60_000;

interface Failure {
  readonly error: unknown;
  /** Monotonic. */
  readonly atMs: number;
  /** Number of consecutive failures, including this one. */
  readonly count: number;
}

/**
 * Cache of one credential's token. Fetches it on first use, once for all concurrent callers, and renews it when it is
 * used after 90 % of its lifetime; there is no timer. While renewal fails, the old token is used until it expires.
 */
export class TokenKeeper {
  /** URL of the token service; the credential is sent there. */
  readonly url: string;
  readonly #fetch: FetchToken;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #closing: AbortSignal;
  #token: Token | undefined;
  #fetching: Promise<Token> | undefined;
  #failure: Failure | undefined;
  #refused: string | undefined;

  /** @param closing aborts a running fetch. */
  constructor(url: string, fetch: FetchToken, clock: Clock, logger: Logger, closing: AbortSignal) {
    this.url = url;
    this.#fetch = fetch;
    this.#clock = clock;
    this.#logger = logger;
    this.#closing = closing;
  }

  /**
   * Returns a valid token. Throws what fetching throws; a refusal of the credential is cached and thrown again without
   * a request. Aborting ends only this wait, not the fetch, which other callers may share.
   */
  async get(signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    const nowMs = this.#clock.monotonicMs();
    const token = this.#token;
    if (token === undefined || nowMs >= endOf(token)) {
      if (this.#failure !== undefined && nowMs < this.#failure.atMs + refusalMemoryMs(this.#failure.error)) {
        throw this.#failure.error;
      }
      return (await abortable(this.#fetchOnce(), signal)).value;
    }
    if (nowMs >= renewalOf(token) && !this.#isPausing(nowMs)) void this.#renew();
    return token.value;
  }

  /** Discards a token that the service refused, unless it has already been replaced. */
  drop(refused: string): void {
    if (this.#token?.value === refused) this.#token = undefined;
    this.#refused = refused;
  }

  /** Clears a cached refusal: the user may have fixed its cause elsewhere. */
  forgive(): void {
    this.#failure = undefined;
  }

  #isPausing(nowMs: number): boolean {
    if (this.#failure === undefined) return false;
    const { error, atMs, count } = this.#failure;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (count - 1));
    return nowMs < atMs + Math.max(pauseMs, refusalMemoryMs(error));
  }

  /** Runs in the background; `#fetchAndKeep` logs a failure. */
  async #renew(): Promise<void> {
    await Promise.allSettled([this.#fetchOnce()]);
  }

  #fetchOnce(): Promise<Token> {
    this.#fetching ??= this.#fetchAndKeep().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #fetchAndKeep(): Promise<Token> {
    try {
      const token = await this.#fetch(this.#refused, this.#closing);
      this.#token = token;
      this.#failure = undefined;
      return token;
    } catch (error) {
      this.#failure = { error, atMs: this.#clock.monotonicMs(), count: (this.#failure?.count ?? 0) + 1 };
      this.#logger.warn(`No new token: ${describeError(error)}`);
      throw error;
    }
  }
}

function refusalMemoryMs(error: unknown): number {
  if (!(error instanceof WenxinError) || error.kind !== 'credentials') return 0;
  return PROVEN_REFUSALS.has(error.details.code ?? '') ? Infinity : REFUSAL_MEMORY_MS;
}
