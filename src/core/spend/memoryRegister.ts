import type { Entry, Hold, Lane, Pass, Register, SharedState } from '../admission.ts';
import type { AttemptRequest, Endpoint } from '../chat.ts';
import type { Clock } from '../clock.ts';
import type { Unsubscribe } from '../emitter.ts';
import type { ModelPrice } from '../money.ts';
import { AttemptMeter } from './attemptMeter.ts';
import { MeteredEntry } from './entry.ts';
import { MemoryShared } from './memoryShared.ts';

interface MemoryRegisterOptions {
  readonly findPrice: (model: string, endpoint: Endpoint) => ModelPrice | undefined;
  readonly clock: Clock;
}

/** A register for programs without a ledger: state lives in this process only, and there are no budgets. */
export class MemoryRegister implements Register {
  readonly #options: MemoryRegisterOptions;
  readonly #shared: MemoryShared;
  #lastId = 0;

  constructor(options: MemoryRegisterOptions) {
    this.#options = options;
    this.#shared = new MemoryShared(options.clock);
  }

  async tryToAdmit(
    request: AttemptRequest,
    lane: Lane,
    check: (shared: SharedState) => Pass | Hold,
    signal: AbortSignal,
  ): Promise<Entry | Hold> {
    signal.throwIfAborted();
    const { findPrice, clock } = this.#options;
    const shared = this.#shared;
    const pass = check(shared);
    if (typeof pass !== 'function') return pass;
    const id = ++this.#lastId;
    shared.enter(id, lane);
    pass(id);
    const meter = new AttemptMeter(request, findPrice(request.model, request.endpoint), request.inputTokens, clock);
    return new MeteredEntry(id, meter, undefined, (_booking, _requestId, alongside) => {
      shared.leave(id);
      alongside(shared);
    });
  }

  change(run: (shared: SharedState) => void): void {
    run(this.#shared);
  }

  /** No other process shares this state. */
  watch(): Unsubscribe {
    return () => undefined;
  }
}
