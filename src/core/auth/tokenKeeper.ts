import { abortable } from '../abortable.ts';
import type { Clock } from '../clock.ts';
import { WenxinError, describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { endOf, renewalOf, type FetchToken, type Token } from './token.ts';
import { PROVEN_REFUSALS } from './tokenFailure.ts';

/** Pauses between tries to renew a token that still holds. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** How long a refusal is remembered that may end by itself, as when a sub-user is given a policy. */
const REFUSAL_MEMORY_MS = 60_000;

interface Failure {
  readonly error: unknown;
  /** Monotonic. */
  readonly atMs: number;
  /** Of how many in a row it is the last. */
  readonly count: number;
}

/**
 * Keeps one credential's token: fetched when it is first wanted, once for everybody who wants it, and renewed by being
 * used after 90 % of its life. No timer renews it. While that fails, the old one serves until its end.
 */
export class TokenKeeper {
  /** Where its tokens come from; what they are made of is proven there. */
  readonly url: string;
  readonly #fetch: FetchToken;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #closing: AbortSignal;
  #token: Token | undefined;
  #fetching: Promise<Token> | undefined;
  #failure: Failure | undefined;
  #refused: string | undefined;

  /** @param closing ends a fetch that is under way. */
  constructor(url: string, fetch: FetchToken, clock: Clock, logger: Logger, closing: AbortSignal) {
    this.url = url;
    this.#fetch = fetch;
    this.#clock = clock;
    this.#logger = logger;
    this.#closing = closing;
  }

  /**
   * A token that holds now. Throws what fetching it throws; a refusal of the credential is remembered, so that it is not
   * asked for again. Aborting ends the wait and not the fetch, which others may wait for.
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

  /** Forgets a token that the service did not take, unless it has been replaced already. */
  drop(refused: string): void {
    if (this.#token?.value === refused) this.#token = undefined;
    this.#refused = refused;
  }

  /** Forgets that the credential was refused: a person may have changed something about it elsewhere. */
  forgive(): void {
    this.#failure = undefined;
  }

  #isPausing(nowMs: number): boolean {
    if (this.#failure === undefined) return false;
    const { error, atMs, count } = this.#failure;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (count - 1));
    return nowMs < atMs + Math.max(pauseMs, refusalMemoryMs(error));
  }

  /** In the background: nobody waits for it, and the log has its failure. */
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
