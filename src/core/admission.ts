import type { AttemptRequest, Booking, ChatEvent, Waiting } from './chat.ts';
import type { RateLimits } from './rateLimits.ts';
import type { Unsubscribe } from './emitter.ts';

/** Decides that an attempt may be sent, and has its row committed to the ledger before it says so. */
export interface Admission {
  /**
   * Tells while it waits, and returns the permit. Throws a `WenxinError` when the attempt must not be sent (`circuit`,
   * `queue-full`, `budget`, `price-unknown`) or cannot be written down (`storage`), and the signal's reason when aborted.
   */
  enter(request: AttemptRequest, signal: AbortSignal): AsyncGenerator<ChatEvent, Permit>;
}

/** One admitted attempt: its place among those that may run at once, and its open row in the ledger. */
export interface Permit {
  /** What the answer may have, where that is less than was asked for. */
  readonly limited?: Limited;
  /** The service began to answer; see `AdmittedRequest.onAnswerStarted`. */
  answerStarted(requestId: string | undefined): void;
  /** The service said what its limits are. */
  limits(limits: RateLimits): void;
  /** The service refused after all. What it sent before was no answer, unless there was content. */
  refused(): void;
  /** Sees every event of the attempt as it passes. */
  observe(event: ChatEvent): void;
  /**
   * Gives the place back and closes the row, synchronously and once: later calls return the first booking. A database
   * that is locked just now is tried again behind the scenes; the booking is already final.
   *
   * @param failure what the attempt ended with.
   */
  settle(outcome: Booking['outcome'], failure?: unknown): Booking;
}

/** A lower length of the answer, because no more is left of the budget. */
export type Limited = Omit<Extract<ChatEvent, { type: 'limited' }>, 'type'>;

/** One way to one service: the account that pays, the endpoint's name, the model. Each has limits and failures of its own. */
export interface Lane {
  readonly account: string;
  readonly endpoint: string;
  readonly model: string;
}

/** Equal for the same lane, and for no two others. */
export function laneKey({ account, endpoint, model }: Lane): string {
  return `${account}\n${endpoint}\n${model}`;
}

/** What all windows of a person share, within one transaction: nobody else changes it meanwhile. */
export interface SharedState {
  /** Wall time, which all windows have in common. */
  readonly nowMs: number;
  /** Attempts under way in all windows: of the lane's account, and of these the lane's own. */
  open(lane: Lane): { readonly account: number; readonly lane: number };
  /** Whether an attempt has not ended. */
  isOpen(attemptId: number): boolean;
  /** What was kept for the lane: a plain JSON value, or, where nothing goes to a disk, the very object. */
  lane(lane: Lane): unknown;
  keepLane(lane: Lane, state: object): void;
  /** When a window last asked something that a person waits for, and whether another window waits with such a question now. */
  interactive(): { readonly seenAtMs: number; readonly waitsElsewhere: boolean };
  /** This window asks such a question, or waits with one. */
  noteInteractive(isWaiting: boolean): void;
}

/** Why an attempt may not go yet. */
export type Hold = Pick<Waiting, 'why' | 'untilMs' | 'requestsPerMinute'>;

/** What has to be done, within the same transaction, when the attempt has its row. */
export type Pass = (attemptId: number) => void;

/** Where admitted attempts are written down, for all windows together. */
export interface Register {
  /**
   * Writes down an attempt, in one transaction with the check before it. Throws what the check throws, its own refusals
   * (`budget`, `price-unknown`, `storage`), and the signal's reason.
   *
   * @param check may be called several times, after tries that were undone; only the last counts.
   */
  tryToAdmit(
    request: AttemptRequest,
    lane: Lane,
    check: (shared: SharedState) => Pass | Hold,
    signal: AbortSignal,
  ): Promise<Entry | Hold>;
  /** Changes what is shared: now, or a little later when others are writing. Never throws. */
  change(run: (shared: SharedState) => void): void;
  /** Calls back when others may have changed what is shared, as long as somebody waits for it. */
  watch(listener: () => void): Unsubscribe;
}

/** An attempt's open row. */
export interface Entry extends Omit<Permit, 'limits' | 'settle'> {
  readonly id: number;
  /** See `Permit.settle`. `alongside` runs in the same transaction, perhaps several times. */
  settle(
    outcome: Booking['outcome'],
    failure: unknown,
    alongside: (shared: SharedState, booking: Booking) => void,
  ): Booking;
}
