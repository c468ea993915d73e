import { abortable } from '../../abortable.ts';
import type { Clock } from '../../clock.ts';
import { describeError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { ReadCredential, SourcedCredential } from './readCredential.ts';
import { mayPass } from './sourceFailure.ts';

interface CredentialCacheOptions {
  readonly source: ReadCredential;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** One read that several callers wait for. */
interface Flight {
  readonly result: Promise<SourcedCredential | undefined>;
  readonly controller: AbortController;
  waiting: number;
}

/** A credential is read again this long before it expires, or after 90 % of its remaining life if that is later. */
const MARGIN_MS = 60_000;

/** Delay before the source is read again after a failure, while the old credential is used. */
const RETRY_MS = 30_000;

/**
 * Caches a credential until shortly before it expires or until its source asks to be read again. Concurrent callers
 * share one read, which is aborted when the last of them stops waiting. If a new read fails in a way that may be
 * temporary, the old credential is used until it expires. There is no timer: the source is read only on demand.
 */
export class CredentialCache {
  readonly #options: CredentialCacheOptions;
  #held: SourcedCredential | undefined;
  #dueMs = 0;
  #flight: Flight | undefined;
  #forgotten = 0;

  constructor(options: CredentialCacheOptions) {
    this.#options = options;
  }

  /** As `ReadCredential`; the signal ends the wait of this caller only. */
  readonly read: ReadCredential = async signal => {
    signal.throwIfAborted();
    if (this.#held !== undefined && this.#options.clock.now() < this.#dueMs) return this.#held;
    const flight = (this.#flight ??= this.#start());
    flight.waiting++;
    try {
      return await abortable(flight.result, signal);
    } finally {
      if (--flight.waiting === 0) this.#leave(flight, signal);
    }
  };

  /** Drops the entry, for example after a refusal or a change of settings. A read that is running still resolves. */
  forget(): void {
    this.#held = undefined;
    this.#flight = undefined;
    this.#forgotten++;
  }

  #start(): Flight {
    const controller = new AbortController();
    return { result: this.#ask(controller.signal), controller, waiting: 0 };
  }

  #leave(flight: Flight, { reason }: AbortSignal): void {
    if (this.#flight === flight) this.#flight = undefined;
    // No effect on a finished read.
    flight.controller.abort(reason);
  }

  async #ask(signal: AbortSignal): Promise<SourcedCredential | undefined> {
    const { source, clock, logger } = this.#options;
    const [old, forgotten] = [this.#held, this.#forgotten];
    const isWanted = (): boolean => forgotten === this.#forgotten && !signal.aborted;
    try {
      const read = await source(signal);
      if (isWanted()) this.#keep(read);
      return read;
    } catch (error) {
      const serves = old !== undefined && (old.expiresAtMs ?? Infinity) > clock.now();
      if (!serves || !mayPass(error)) throw error;
      logger.warn(`The credential cannot be read again, the old one serves: ${describeError(error)}`);
      if (isWanted()) this.#dueMs = Math.min(clock.now() + RETRY_MS, old.expiresAtMs ?? Infinity);
      return old;
    }
  }

  #keep(read: SourcedCredential | undefined): void {
    const nowMs = this.#options.clock.now();
    const { expiresAtMs = Infinity, askAgainAtMs = Infinity } = read ?? {};
    this.#held = read;
    this.#dueMs = Math.min(askAgainAtMs, expiresAtMs - Math.min(MARGIN_MS, (expiresAtMs - nowMs) / 10));
  }
}
