import { abortable } from '../../abortable.ts';
import type { Clock } from '../../clock.ts';
import { Emitter } from '../../emitter.ts';
import type { NanoYuan } from '../../money.ts';

/** The account balance when it was last read. */
export interface KnownBalance {
  readonly nanoYuan: NanoYuan;
  /** Milliseconds since 1970. */
  readonly readAtMs: number;
}

/** A reading in flight, shared by its callers. It is aborted when the last of them has left. */
interface Reading {
  readonly result: Promise<KnownBalance | undefined>;
  readonly stop: AbortController;
  /** Callers whose signal has not aborted. */
  callers: number;
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
  #reading: Reading | undefined;
  #failure: Error | undefined;

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
   * next reading is due, throws the error of the last one; also throws the signal's reason. Concurrent callers share one
   * reading; it goes on until the last one aborts. After `forget`, callers of the reading in flight get what is known of
   * the new account.
   */
  async ask(signal: AbortSignal): Promise<KnownBalance | undefined> {
    signal.throwIfAborted();
    if (this.#reading === undefined && this.#clock.monotonicMs() - this.#askedAtMs < FRESH_MS) {
      if (this.#failure !== undefined) throw this.#failure;
      return this.#latest;
    }
    const reading = (this.#reading ??= this.#start());
    reading.callers++;
    const leave = (): void => {
      if (--reading.callers === 0) this.#abandon(reading, signal.reason);
    };
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await abortable(reading.result, signal);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** Clears everything, because another account is used now. */
  forget(): void {
    this.#latest = undefined;
    this.#failure = undefined;
    this.#askedAtMs = -Infinity;
    this.#reading = undefined;
    this.#changes.fire();
  }

  #start(): Reading {
    this.#askedAtMs = this.#clock.monotonicMs();
    const stop = new AbortController();
    const reading: Reading = {
      result: this.#read(stop.signal).then(
        nanoYuan => this.#finish(reading, nanoYuan),
        (error: unknown) => this.#fail(reading, error),
      ),
      stop,
      callers: 0,
    };
    return reading;
  }

  #finish(reading: Reading, nanoYuan: NanoYuan | undefined): KnownBalance | undefined {
    if (reading !== this.#reading) return this.#latest;
    this.#reading = undefined;
    this.#latest = nanoYuan === undefined ? undefined : { nanoYuan, readAtMs: this.#clock.now() };
    this.#failure = undefined;
    this.#changes.fire();
    return this.#latest;
  }

  #fail(reading: Reading, error: unknown): KnownBalance | undefined {
    if (reading !== this.#reading) return this.#latest;
    this.#reading = undefined;
    this.#failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  }

  /** Aborts a reading that nobody waits for. That says nothing about the next one, which may start at once. */
  #abandon(reading: Reading, reason: unknown): void {
    reading.stop.abort(reason);
    if (reading !== this.#reading) return;
    this.#reading = undefined;
    this.#askedAtMs = -Infinity;
  }
}
