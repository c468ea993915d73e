import type { Booking } from './booking.ts';
import type { AttemptRequest, ChatEvent, Waiting } from './chat.ts';
import type { RateLimits } from './rateLimits.ts';
import type { Unsubscribe } from './emitter.ts';

/** Decides whether an attempt may be sent, and commits its row to the ledger before granting the permit. */
export interface Admission {
  /**
   * Yields events while waiting and returns the permit. Throws a `WenxinError` when the attempt must not be sent
   * (`circuit`, `queue-full`, `budget`, `price-unknown`) or cannot be recorded (`storage`), and the signal's reason
   * when aborted.
   */
  enter(request: AttemptRequest, signal: AbortSignal): AsyncGenerator<ChatEvent, Permit>;
}

/** One admitted attempt: its concurrency slot and its open row in the ledger. */
export interface Permit {
  /** The reduced output limit, if the budget does not cover the requested one. */
  readonly limited?: Limited;
  /** Records that the service began to answer; see `AdmittedRequest.onAnswerStarted`. */
  answerStarted(requestId: string | undefined): void;
  /** Records the rate limits that the service reported. */
  limits(limits: RateLimits): void;
  /**
   * Records that the service refused after it had begun to answer. The attempt then counts as unanswered unless content
   * arrived.
   */
  refused(): void;
  /** Receives every event of the attempt. */
  observe(event: ChatEvent): void;
  /**
   * Releases the slot and closes the row, synchronously and once; later calls return the first booking. The booking is
   * final even if the database is locked; the write is then retried in the background.
   *
   * @param failure the error that ended the attempt.
   */
  settle(outcome: Booking['outcome'], failure?: unknown): Booking;
}

/** A lower output limit, imposed because the rest of the budget does not cover the requested one. */
export type Limited = Omit<Extract<ChatEvent, { type: 'limited' }>, 'type'>;

/** A route to a service: paying account, endpoint name and model. Limits and failures are tracked per lane. */
export interface Lane {
  readonly account: string;
  readonly endpoint: string;
  readonly model: string;
}

/** Returns a key that is unique to the lane. */
export function laneKey({ account, endpoint, model }: Lane): string {
  return `${account}\n${endpoint}\n${model}`;
}

/** State shared by all windows of a user, read and written within one transaction. */
export interface SharedState {
  /** Wall-clock time, which is common to all windows. */
  readonly nowMs: number;
  /** Returns the number of open attempts in all windows: of the lane's account, and of the lane itself. */
  open(lane: Lane): { readonly account: number; readonly lane: number };
  /** Returns whether the attempt is still open. */
  isOpen(attemptId: number): boolean;
  /**
   * Returns the state kept for the lane: a plain JSON value, or the same object instance if the register is in memory.
   */
  lane(lane: Lane): unknown;
  keepLane(lane: Lane, state: object): void;
  /** Returns when a window last sent an interactive question, and whether another window has one waiting now. */
  interactive(): { readonly seenAtMs: number; readonly waitsElsewhere: boolean };
  /** Records that this window sends an interactive question, or has one waiting. */
  noteInteractive(isWaiting: boolean): void;
}

/** Why an attempt cannot be sent yet. */
export type Hold = Pick<Waiting, 'why' | 'untilMs' | 'requestsPerMinute'>;

/** Work to do in the same transaction, once the attempt has its row. */
export type Pass = (attemptId: number) => void;

/** The record of admitted attempts, shared by all windows. */
export interface Register {
  /**
   * Records an attempt in the same transaction as the check before it. Throws what the check throws, its own refusals
   * (`budget`, `price-unknown`, `storage`), and the signal's reason.
   *
   * @param check may be called again after a rolled-back transaction; only the last call counts.
   */
  tryToAdmit(
    request: AttemptRequest,
    lane: Lane,
    check: (shared: SharedState) => Pass | Hold,
    signal: AbortSignal,
  ): Promise<Entry | Hold>;
  /** Changes the shared state, immediately or shortly after if another process holds the lock. Never throws. */
  change(run: (shared: SharedState) => void): void;
  /** Calls the listener when other windows may have changed the shared state, for as long as it is subscribed. */
  watch(listener: () => void): Unsubscribe;
}

/** An attempt's open row. */
export interface Entry extends Omit<Permit, 'limits' | 'settle'> {
  readonly id: number;
  /** See `Permit.settle`. `alongside` runs in the same transaction, possibly more than once. */
  settle(
    outcome: Booking['outcome'],
    failure: unknown,
    alongside: (shared: SharedState, booking: Booking) => void,
  ): Booking;
}
