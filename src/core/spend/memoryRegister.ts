import { laneKey, type Entry, type Hold, type Lane, type Pass, type Register, type SharedState } from '../admission.ts';
import type { AttemptRequest } from '../chat.ts';
import type { Clock } from '../clock.ts';
import type { Unsubscribe } from '../emitter.ts';
import type { ModelPrice } from '../money.ts';
import { AttemptMeter } from './attemptMeter.ts';
import { MeteredEntry } from './entry.ts';

interface MemoryRegisterOptions {
  readonly findPrice: (model: string) => ModelPrice | undefined;
  readonly clock: Clock;
}

/** Keeps what runs and what was learned in this process alone, for programs without a ledger: there is no budget then. */
export class MemoryRegister implements Register {
  readonly #options: MemoryRegisterOptions;
  readonly #lanes = new Map<string, object>();
  readonly #open = new Map<number, readonly [account: string, lane: string]>();
  readonly #counts = new Map<string, number>();
  #lastId = 0;
  #seenAtMs = -Infinity;

  constructor(options: MemoryRegisterOptions) {
    this.#options = options;
  }

  async tryToAdmit(
    request: AttemptRequest,
    lane: Lane,
    check: (shared: SharedState) => Pass | Hold,
    signal: AbortSignal,
  ): Promise<Entry | Hold> {
    signal.throwIfAborted();
    const { findPrice, clock } = this.#options;
    const pass = check(this.#shared());
    if (typeof pass !== 'function') return pass;
    const id = ++this.#lastId;
    const keys = [lane.account, laneKey(lane)] as const;
    this.#open.set(id, keys);
    for (const key of keys) this.#count(key, 1);
    pass(id);
    const meter = new AttemptMeter(request, findPrice(request.model), request.inputTokens, clock);
    return new MeteredEntry(id, meter, undefined, (_booking, _requestId, alongside) => {
      this.#open.delete(id);
      for (const key of keys) this.#count(key, -1);
      alongside(this.#shared());
    });
  }

  change(run: (shared: SharedState) => void): void {
    run(this.#shared());
  }

  /** There are no others. */
  watch(): Unsubscribe {
    return () => undefined;
  }

  #count(key: string, by: 1 | -1): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by);
  }

  #shared(): SharedState {
    const nowMs = this.#options.clock.now();
    return {
      nowMs,
      open: lane => ({ account: this.#counts.get(lane.account) ?? 0, lane: this.#counts.get(laneKey(lane)) ?? 0 }),
      isOpen: id => this.#open.has(id),
      lane: lane => this.#lanes.get(laneKey(lane)),
      keepLane: (lane, state) => this.#lanes.set(laneKey(lane), state),
      interactive: () => ({ seenAtMs: this.#seenAtMs, waitsElsewhere: false }),
      noteInteractive: () => (this.#seenAtMs = nowMs),
    };
  }
}
