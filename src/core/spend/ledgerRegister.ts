import type { Entry, Hold, Lane, Limited, Pass, Register, SharedState } from '../admission.ts';
import type { Budget, BudgetState } from '../budget.ts';
import type { AttemptRequest, Endpoint } from '../chat.ts';
import type { Clock } from '../clock.ts';
import type { Unsubscribe } from '../emitter.ts';
import { WenxinError } from '../errors.ts';
import type { ModelPrice } from '../money.ts';
import type { ScriptCounts } from '../scriptCounts.ts';
import { AttemptMeter } from './attemptMeter.ts';
import { affordable, type Affordable } from './affordable.ts';
import { MeteredEntry } from './entry.ts';
import type { Experience } from './experience.ts';
import type { Ledger } from './ledger.ts';
import { assertNotPaused } from './standing.ts';
import { mayGoUnwritten, UnwrittenAttempts, withAllowance } from './unwrittenAttempts.ts';

/** While attempts wait: the interval for checking whether another window has written, and for retrying in any case. */
const LOOK_MS = 25;
const LOOK_AGAIN_MS = 250;

interface LedgerRegisterOptions {
  readonly ledger: Ledger;
  /** The current price at an endpoint; `undefined` when it is unknown. */
  readonly findPrice: (model: string, endpoint: Endpoint) => ModelPrice | undefined;
  /** The current budgets, besides those in the ledger. */
  readonly budgets: () => readonly Budget[];
  /** Corrects estimates, and learns from the service's counts. */
  readonly experience?: Experience;
  readonly clock: Clock;
}

/** A register that admits attempts whose worst-case cost fits the budgets, and writes them into the ledger. */
export class LedgerRegister implements Register {
  readonly #options: LedgerRegisterOptions;
  readonly #unwritten: UnwrittenAttempts;

  constructor(options: LedgerRegisterOptions) {
    this.#options = options;
    this.#unwritten = new UnwrittenAttempts(options.ledger, options.clock);
  }

  async tryToAdmit(
    request: AttemptRequest,
    lane: Lane,
    check: (shared: SharedState) => Pass | Hold,
    signal: AbortSignal,
  ): Promise<Entry | Hold> {
    const { ledger, findPrice, budgets, experience, clock } = this.#options;
    const price = findPrice(request.model, request.endpoint);
    const { inputTokens } = request;
    let hold: Hold = { why: 'budget' };
    let fitting: Affordable | undefined;
    const running: { meter?: AttemptMeter } = {};
    const isLetThrough = (): boolean => mayGoUnwritten(request, price, ledger.isLimited(request, budgets()));
    const admitting = ledger.admit(
      request,
      budgets(),
      (shared, standing) => {
        assertNotPaused(request, standing);
        const pass = check(shared);
        fitting = undefined;
        hold = typeof pass === 'function' ? { why: 'budget' } : pass;
        if (typeof pass !== 'function') return undefined;
        fitting = affordable(request, price, standing.budgets);
        if (fitting === undefined) return undefined;
        const { reservedNanoYuan } = fitting;
        const waitMs = Math.round(clock.monotonicMs() - request.arrivedAtMs);
        const attempt = { request, account: lane.account, price, inputTokens, reservedNanoYuan, waitMs };
        return { attempt, pass };
      },
      () => running.meter?.outputTokens ?? 0,
      signal,
      isLetThrough,
    );
    const record = await admitting.catch((error: unknown) => {
      if (!(error instanceof WenxinError) || error.kind !== 'storage') throw error;
      if (!isLetThrough()) throw withAllowance(error, request, price);
      return 'unwritten' as const;
    });
    if (record === 'unwritten') return this.#unwritten.admit(request, price, lane, check);
    if (record === undefined || fitting === undefined) return hold;
    const { maxOutputTokens, tightest } = fitting;
    const tokensOf = experience && ((counts: ScriptCounts) => experience.tokensOf(request.model, counts));
    const meter = new AttemptMeter({ ...request, maxOutputTokens }, price, inputTokens, clock, tokensOf);
    running.meter = meter;
    const limited = tightest && limitedBy(maxOutputTokens, tightest);
    return new MeteredEntry(record.id, meter, limited, (booking, requestId, alongside) => {
      const answer = meter.answer && { ...meter.answer, ...(requestId !== undefined && { requestId }) };
      ledger.settle(record, booking, requestId, alongside, answer);
      experience?.learn(request, booking, limited !== undefined);
    });
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
    // Changes by other clients of this window.
    const unsubscribe = ledger.onDidChange(listener);
    return () => {
      cancel();
      unsubscribe();
    };
  }
}

function limitedBy(maxOutputTokens: number, { budget, spentNanoYuan }: BudgetState): Limited {
  const { scope, name, period, limitNanoYuan } = budget;
  return { maxOutputTokens, leftNanoYuan: limitNanoYuan - spentNanoYuan, budget: { scope, name, period } };
}
