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
  /** Called once, when it is answered, failed or given up: nobody may join any more. */
  readonly onOver: () => void;
  readonly clock: Clock;
}

/**
 * A question that several callers ask at the same time, and that is asked once: as that of the one who leads, who pays.
 * It goes on without waiting for anybody who reads, as long as one of them is there.
 */
export class SharedQuestion {
  readonly #options: SharedQuestionOptions;
  readonly #answer = new SharedAnswer();
  /** Those who wait for it and have not left. */
  readonly #callers = new Set<Caller>();
  readonly #abort = new AbortController();
  readonly #urgency: Urgency;
  readonly #fresher = new Emitter<FresherAnswer | undefined>();
  /** What is asked: the request of the one who leads, also when that one has left. */
  #asked: KeyedRequest;
  #isAsked = false;
  #isOver = false;
  /** What somebody has to decide about. */
  #slow: SlowAnswer | undefined;
  #costNanoYuan: NanoYuan | undefined;

  /** Nothing is asked before the first caller joins, whose request this is. */
  constructor(first: KeyedRequest, options: SharedQuestionOptions) {
    this.#asked = first;
    this.#urgency = first.urgency ?? new Urgency(urgencyOf(first));
    this.#options = options;
  }

  /**
   * Whether another request for the same answer can wait for this one's. Where its person agreed to something else, it
   * might be answered while this one waits or fails, and so does not depend on it before the answer has begun.
   */
  suits({ consent }: KeyedRequest): boolean {
    return this.#answer.hasContent || isCovered(consent, this.#asked.consent);
  }

  /** Makes it as urgent as it is for the new caller. */
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
      // All have the whole answer, or all have left: there is nobody to hear of it.
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
        // The last one is the answer's own.
        this.#costNanoYuan = booking.amountNanoYuan;
        if (this.#callers.has(leader)) leader.request.onBooked?.(booking);
      },
      onAttemptFailed: failure => {
        this.#decided();
        this.#answer.tell({ type: 'failed', failure });
      },
      onSlow: slow => this.#ponder(slow),
      // It may be answered otherwise for who does not want to know of that.
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

  /** Who is there and could decide decides for all. Where nobody could, it ends as it would without being shared. */
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
   * Who asks next, when the question failed for a reason that is the asker's own. All those for whom it is the same have
   * got the failure then, so that nobody is refused the same twice.
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
      // It is among the callers still, and so hears what was booked.
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

/** Whether a person who agreed to the one thing agreed to nothing that the other one did not. */
function isCovered(consent: Consent = {}, by: Consent = {}): boolean {
  const whats = Object.keys(consent) as (keyof Consent)[];
  return whats.every(what => isDeepStrictEqual(consent[what], by[what]));
}
