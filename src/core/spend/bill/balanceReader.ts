import type { Clock } from '../../clock.ts';
import { Emitter } from '../../emitter.ts';
import type { NanoYuan } from '../../money.ts';

/** The account balance when it was last read. */
export interface KnownBalance {
  readonly nanoYuan: NanoYuan;
  /** Milliseconds since 1970. */
  readonly readAtMs: number;
}

/** Within this time, the last result is reused. */
const FRESH_MS = 10 * 60_000;

/**
 * A cache of the account balance, which is read on request, at most every ten minutes. That also applies after a
 * failure, so that a key without permission is not retried in a loop.
 */
export class BalanceReader {
  readonly #read: (signal: AbortSignal) => Promise<NanoYuan | undefined>;
  readonly #clock: Clock;
  readonly #changes = new Emitter<void>();
  #latest: KnownBalance | undefined;
  #askedAtMs = -Infinity;
  #asking: Promise<KnownBalance | undefined> | undefined;
  #failure: Error | undefined;
  #round = 0;

  /** @param read resolves to `undefined` when there is no account to read. */
  constructor(read: (signal: AbortSignal) => Promise<NanoYuan | undefined>, clock: Clock) {
    this.#read = read;
    this.#clock = clock;
  }

  /** Fires when the known balance changes or is cleared. */
  readonly onDidChange = this.#changes.event;

  /** The last known balance, without a request. */
  get latest(): KnownBalance | undefined {
    return this.#latest;
  }

  /**
   * Returns the balance, reading it if the last result is old; `undefined` when there is no account to read. Until the
   * next reading is due, throws the error of the last one. Concurrent callers share one reading, which the first
   * caller's signal aborts.
   */
  async ask(signal: AbortSignal): Promise<KnownBalance | undefined> {
    if (this.#asking !== undefined) return this.#asking;
    if (this.#clock.monotonicMs() - this.#askedAtMs < FRESH_MS) {
      if (this.#failure !== undefined) throw this.#failure;
      return this.#latest;
    }
    this.#asking = this.#readNow(signal, ++this.#round);
    return this.#asking;
  }

  /** Clears everything, because another account is used now. */
  forget(): void {
    this.#round++;
    this.#latest = undefined;
    this.#failure = undefined;
    this.#askedAtMs = -Infinity;
    this.#asking = undefined;
    this.#changes.fire();
  }

  async #readNow(signal: AbortSignal, round: number): Promise<KnownBalance | undefined> {
    const isCurrent = (): boolean => round === this.#round;
    this.#askedAtMs = this.#clock.monotonicMs();
    try {
      const nanoYuan = await this.#read(signal);
      const known = nanoYuan === undefined ? undefined : { nanoYuan, readAtMs: this.#clock.now() };
      if (isCurrent()) {
        this.#latest = known;
        this.#failure = undefined;
        this.#changes.fire();
      }
      return known;
    } catch (error) {
      if (isCurrent()) {
        // An abort says nothing about the next reading, which may start at once.
        if (signal.aborted) this.#askedAtMs = -Infinity;
        else this.#failure = error instanceof Error ? error : new Error(String(error));
      }
      throw error;
    } finally {
      if (isCurrent()) this.#asking = undefined;
    }
  }
}
