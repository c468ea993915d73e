import type { Entry, Hold, Lane, Pass, SharedState } from '../admission.ts';
import type { AttemptRequest } from '../chat.ts';
import type { Clock } from '../clock.ts';
import type { WenxinError } from '../errors.ts';
import type { ModelPrice, NanoYuan } from '../money.ts';
import { inputBound } from '../tokens.ts';
import { AttemptMeter } from './attemptMeter.ts';
import { MeteredEntry } from './entry.ts';
import type { Ledger } from './ledger.ts';
import { MemoryShared } from './memoryShared.ts';
import { worstCaseOf } from './prices.ts';

/**
 * Returns whether an attempt may be sent although the ledger cannot be written: when nothing limits it, or when the
 * user allowed it. Without the file, windows cannot enforce a common limit. Attempts with `onSettle` never may, because
 * their result is written with the booking.
 */
export function mayGoUnwritten(request: AttemptRequest, price: ModelPrice | undefined, hasBudget: boolean): boolean {
  if (request.onSettle !== undefined) return false;
  const allowance = request.consent?.allowance;
  if (!hasBudget || allowance === 'unpriced') return true;
  return allowance !== undefined && price !== undefined && worstOf(request, price) <= allowance.upToNanoYuan;
}

/** Adds to a write error what the user has to allow for sending the attempt anyway. */
export function withAllowance(error: WenxinError, request: AttemptRequest, price: ModelPrice | undefined): WenxinError {
  const { model } = request;
  return error.with(price === undefined ? { model } : { model, worstNanoYuan: worstOf(request, price) });
}

/**
 * Admission of attempts that the ledger cannot write now and writes later. Meanwhile, rate and concurrency limits apply
 * to this window alone.
 */
export class UnwrittenAttempts {
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  readonly #shared: MemoryShared;

  constructor(ledger: Ledger, clock: Clock) {
    this.#ledger = ledger;
    this.#clock = clock;
    this.#shared = new MemoryShared(clock);
  }

  /** See `Register.tryToAdmit`. Also throws `storage` when too many attempts wait to be written. */
  admit(
    request: AttemptRequest,
    price: ModelPrice | undefined,
    lane: Lane,
    check: (shared: SharedState) => Pass | Hold,
  ): Entry | Hold {
    const shared = this.#shared;
    const pass = check(shared);
    if (typeof pass !== 'function') return pass;
    const { inputTokens } = request;
    const meter = new AttemptMeter(request, price, inputTokens, this.#clock);
    const reservedNanoYuan = price === undefined ? 0 : worstOf(request, price);
    const waitMs = Math.round(this.#clock.monotonicMs() - request.arrivedAtMs);
    const attempt = { request, account: lane.account, price, inputTokens, reservedNanoYuan, waitMs };
    const record = this.#ledger.keep(attempt, () => meter.outputTokens);
    shared.enter(record.id, lane);
    pass(record.id);
    return new MeteredEntry(record.id, meter, undefined, (booking, requestId, alongside) => {
      shared.leave(record.id);
      alongside(shared);
      this.#ledger.settle(record, booking, requestId);
    });
  }
}

function worstOf({ messages, options, maxOutputTokens }: AttemptRequest, price: ModelPrice): NanoYuan {
  return worstCaseOf(price, inputBound(messages, options?.tools), maxOutputTokens);
}
