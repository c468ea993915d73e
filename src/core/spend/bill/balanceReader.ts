import type { Clock } from '../../clock.ts';
import { Emitter } from '../../emitter.ts';
import type { NanoYuan } from '../../money.ts';

/** What the account held when it was last asked for. */
export interface KnownBalance {
  readonly nanoYuan: NanoYuan;
  /** Milliseconds since 1970. */
  readonly readAtMs: number;
}

/** Whoever asks for the balance again sooner gets what was read. */
const FRESH_MS = 10 * 60_000;

/**
 * Keeps the balance that was read last, and reads it at most every ten minutes, whatever came of that: a key that may
 * not is not asked about in a loop. Reads nothing by itself.
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

  /** @param read resolves to `undefined` when no account can be asked. */
  constructor(read: (signal: AbortSignal) => Promise<NanoYuan | undefined>, clock: Clock) {
    this.#read = read;
    this.#clock = clock;
  }

  /** Fired when another balance is known, or none any more. */
  readonly onDidChange = this.#changes.event;

  /** What is known now, without asking. */
  get latest(): KnownBalance | undefined {
    return this.#latest;
  }

  /**
   * The balance, read if that was long ago; `undefined` when no account can be asked. Throws what the last reading threw,
   * until it is time for the next. Callers at the same time share one reading, which the first one's signal ends.
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

  /** Forgets everything: another account is used now. */
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
        // Somebody stopped waiting, which says nothing about the next try.
        if (signal.aborted) this.#askedAtMs = -Infinity;
        else this.#failure = error instanceof Error ? error : new Error(String(error));
      }
      throw error;
    } finally {
      if (isCurrent()) this.#asking = undefined;
    }
  }
}
