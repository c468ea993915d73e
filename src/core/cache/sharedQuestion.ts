import { isDeepStrictEqual } from 'node:util';
import type { Backend, ChatEvent, FresherAnswer, Origin } from '../chat.ts';
import type { SlowAnswer } from '../slowAnswer.ts';
import type { Consent } from '../consent.ts';
import type { Clock } from '../clock.ts';
import { Emitter } from '../emitter.ts';
import { WenxinError } from '../errors.ts';
import type { NanoYuan } from '../money.ts';
import { Urgency } from '../urgency.ts';
import { urgencyOf } from '../urgencyOf.ts';
import type { KeyedRequest } from './answerStore.ts';
import { Caller } from './caller.ts';
import { SharedAnswer } from './sharedAnswer.ts';
import { isSharedFailure } from './sharedFailure.ts';

export interface SharedQuestionOptions {
  readonly next: Backend<KeyedRequest>;
  /** Called once, when it is answered, failed or abandoned. No caller may join after that. */
  readonly onOver: () => void;
  readonly clock: Clock;
}

/**
 * A question that several callers ask at the same time and that is sent once, as the leader's, who pays. It proceeds
 * independently of its readers, as long as at least one caller remains.
 */
export class SharedQuestion {
  readonly #options: SharedQuestionOptions;
  readonly #answer = new SharedAnswer();
  /** Callers that wait and have not left. */
  readonly #callers = new Set<Caller>();
  readonly #abort = new AbortController();
  readonly #urgency: Urgency;
  readonly #fresher = new Emitter<FresherAnswer | undefined>();
  /** The leader's request, also after the leader has left. */
  #asked: KeyedRequest;
  #isAsked = false;
  #isOver = false;
  /** The slow answer about which a caller has to decide. */
  #slow: SlowAnswer | undefined;
  #costNanoYuan: NanoYuan | undefined;

  /** Sends nothing until the first caller joins, whose request this is. */
  constructor(first: KeyedRequest, options: SharedQuestionOptions) {
    this.#asked = first;
    this.#urgency = first.urgency ?? new Urgency(urgencyOf(first));
    this.#options = options;
  }

  /**
   * Returns whether another request for the same answer can share this one. A request with other consent might be
   * answered where this one waits or fails, so it joins only once the answer has begun.
   */
  suits({ consent }: KeyedRequest): boolean {
    return this.#answer.hasContent || isCovered(consent, this.#asked.consent);
  }

  /** Adds a caller, and raises the question's urgency to the caller's. */
  join(request: KeyedRequest, signal: AbortSignal): Caller {
    const caller = new Caller(request, signal, this.#answer, this.#onLeft);
    this.#callers.add(caller);
    this.#urgency.raiseTo(urgencyOf(request));
    if (!this.#isAsked) void this.#ask(caller);
    return caller;
  }

  async #ask(leader: Caller): Promise<void> {
    this.#isAsked = true;
    this.#asked = leader.request;
    leader.leads = true;
    try {
      for await (const event of this.#options.next(this.#requestOf(leader), this.#abort.signal)) this.#tell(event);
      if (!this.#isOver) throw new WenxinError('truncated', 'The answer ended without saying that it is complete');
    } catch (error) {
      // All callers have the whole answer, or all have left.
      if (this.#isOver) return;
      const heir = this.#heirAfter(error);
      if (heir !== undefined) return this.#ask(heir);
      this.#end();
      this.#answer.fail(error);
    }
  }

  #requestOf(leader: Caller): KeyedRequest {
    return {
      ...leader.request,
      urgency: this.#urgency,
      onBooked: booking => {
        // The last booking is the one of the answer.
        this.#costNanoYuan = booking.amountNanoYuan;
        if (this.#callers.has(leader)) leader.request.onBooked?.(booking);
      },
      onAttemptFailed: failure => {
        this.#decided();
        this.#answer.tell({ type: 'failed', failure });
      },
      onSlow: slow => this.#ponder(slow),
      // Set only if the leader has it: without this callback the question may be answered differently.
      ...(leader.request.onFresher && { onFresher: answer => this.#fresher.fire(answer) }),
    };
  }

  #tell(event: ChatEvent): void {
    this.#slow = undefined;
    if (event.type !== 'done') return this.#answer.tell(event);
    for (const { request } of this.#callers) {
      if (request.onFresher !== undefined) this.#fresher.event(request.onFresher);
    }
    this.#end();
    const joined: Origin = {
      level: 'joined',
      answeredAtMs: this.#options.clock.now(),
      savedNanoYuan: this.#costNanoYuan,
    };
    this.#answer.tell({ type: 'end', paid: event, joined: { ...event, origin: event.origin ?? joined } });
  }

  /** Lets the first decision of any caller apply to all. If none can decide, the question ends as if unshared. */
  #ponder(slow: SlowAnswer): void {
    this.#slow = slow;
    const first = (decide: () => void) => (): void => {
      if (this.#slow !== slow) return;
      this.#decided();
      decide();
    };
    const shared = {
      seconds: slow.seconds,
      keepWaiting: first(slow.keepWaiting),
      sendAgain: first(slow.sendAgain),
      giveUp: first(slow.giveUp),
    };
    this.#answer.tell({ type: 'slow', slow: shared });
    this.#giveUpUnlessHeard();
  }

  #giveUpUnlessHeard(): void {
    const slow = this.#slow;
    if (slow === undefined) return;
    for (const { request } of this.#callers) if (request.onSlow !== undefined) return;
    this.#decided();
    slow.giveUp();
  }

  #decided(): void {
    this.#slow = undefined;
    this.#answer.over('slow');
  }

  /**
   * Returns the next leader if the failure concerns the leader only. Callers for whom it is the same get the failure,
   * so that no question is refused twice for one reason.
   */
  #heirAfter(error: unknown): Caller | undefined {
    if (this.#answer.hasContent) return undefined;
    const asked = this.#asked;
    const refused: Caller[] = [];
    const others: Caller[] = [];
    for (const caller of this.#callers) (isSharedFailure(error, asked, caller.request) ? refused : others).push(caller);
    const [heir] = others;
    if (heir === undefined) return undefined;
    for (const caller of refused) {
      this.#callers.delete(caller);
      caller.refuse(error);
    }
    this.#answer.over('waiting', 'attempt', 'limited');
    return heir;
  }

  readonly #onLeft = (caller: Caller): void => {
    if (!this.#callers.has(caller)) return;
    if (this.#callers.size === 1 && !this.#isOver) {
      this.#end();
      // The caller is still in `#callers`, so it gets the booking.
      this.#abort.abort(caller.signal.reason);
    }
    this.#callers.delete(caller);
    this.#giveUpUnlessHeard();
  };

  #end(): void {
    this.#isOver = true;
    this.#slow = undefined;
    for (const caller of this.#callers) caller.ignoreAbort();
    this.#options.onOver();
  }
}

/** Whether `by` includes all of `consent`. */
function isCovered(consent: Consent = {}, by: Consent = {}): boolean {
  const whats = Object.keys(consent) as (keyof Consent)[];
  return whats.every(what => isDeepStrictEqual(consent[what], by[what]));
}
