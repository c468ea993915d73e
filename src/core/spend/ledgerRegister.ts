import type { Entry, Hold, Lane, Pass, Register, SharedState } from '../admission.ts';
import type { AttemptRequest } from '../chat.ts';
import type { Clock } from '../clock.ts';
import type { Unsubscribe } from '../emitter.ts';
import type { ModelPrice } from '../money.ts';
import { AttemptMeter } from './attemptMeter.ts';
import { affordable, type Affordable, type DailyBudget } from './dailyBudget.ts';
import { MeteredEntry } from './entry.ts';
import type { Ledger } from './ledger.ts';

/** How often those who wait look whether another window has written, and look again in any case. */
const LOOK_MS = 25;
const LOOK_AGAIN_MS = 250;

interface LedgerRegisterOptions {
  readonly ledger: Ledger;
  /** The price that holds now, or `undefined` when it is unknown. */
  readonly findPrice: (model: string) => ModelPrice | undefined;
  /** The budget that holds now, or `undefined` when there is none. */
  readonly budget: () => DailyBudget | undefined;
  readonly clock: Clock;
}

/** Writes attempts into the ledger, those that the budget covers at their most. */
export class LedgerRegister implements Register {
  readonly #options: LedgerRegisterOptions;

  constructor(options: LedgerRegisterOptions) {
    this.#options = options;
  }

  async tryToAdmit(
    request: AttemptRequest,
    lane: Lane,
    check: (shared: SharedState) => Pass | Hold,
    signal: AbortSignal,
  ): Promise<Entry | Hold> {
    const { ledger, findPrice, budget, clock } = this.#options;
    const price = findPrice(request.model);
    const { inputTokens } = request;
    let hold: Hold = { why: 'budget' };
    let fitting: Affordable | undefined;
    const running: { meter?: AttemptMeter } = {};
    const id = await ledger.admit(
      (shared, today) => {
        const pass = check(shared);
        fitting = undefined;
        hold = typeof pass === 'function' ? { why: 'budget' } : pass;
        if (typeof pass !== 'function') return undefined;
        fitting = affordable(request, price, today, budget());
        if (fitting === undefined) return undefined;
        const { reservedNanoYuan } = fitting;
        const waitMs = Math.round(clock.monotonicMs() - request.arrivedAtMs);
        const attempt = { request, account: lane.account, price, inputTokens, reservedNanoYuan, waitMs };
        return { attempt, pass };
      },
      () => running.meter?.outputTokens ?? 0,
      signal,
    );
    if (id === undefined || fitting === undefined) return hold;
    const { maxOutputTokens, leftNanoYuan } = fitting;
    const meter = new AttemptMeter({ ...request, maxOutputTokens }, price, inputTokens, clock);
    running.meter = meter;
    const limited = leftNanoYuan === undefined ? undefined : { maxOutputTokens, leftNanoYuan };
    return new MeteredEntry(id, meter, limited, (booking, requestId, alongside) =>
      ledger.settle(id, booking, requestId, alongside),
    );
  }

  change(run: (shared: SharedState) => void): void {
    this.#options.ledger.change(run);
  }

  watch(listener: () => void): Unsubscribe {
    const { ledger, clock } = this.#options;
    let seen = ledger.version();
    let heardAtMs = clock.monotonicMs();
    const look = (): void => {
      cancel = clock.after(LOOK_MS, look);
      const version = ledger.version();
      if (version === seen && clock.monotonicMs() - heardAtMs < LOOK_AGAIN_MS) return;
      seen = version;
      heardAtMs = clock.monotonicMs();
      listener();
    };
    let cancel = clock.after(LOOK_MS, look);
    // Of this window, which may have several clients.
    const unsubscribe = ledger.onDidChange(listener);
    return () => {
      cancel();
      unsubscribe();
    };
  }
}
