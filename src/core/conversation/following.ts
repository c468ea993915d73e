import type { ChatBackend, ChatEvent, ChatRequest, FresherAnswer } from '../chat.ts';
import type { SlowAnswer } from '../slowAnswer.ts';
import type { Clock } from '../clock.ts';
import { failed, slowed, stopped, withBooking, withEvent, withFailure, withoutWait } from './answer.ts';
import type { Answer } from './conversation.ts';
import { withFresher } from './refresh.ts';
import { Seam } from './seam.ts';

/** Text appended to an answer that is otherwise unchanged. */
export interface Delta {
  readonly reasoning: string;
  readonly text: string;
}

/** Builds the request for a question. Calls `know` with the number of earlier questions that are sent. */
export type MakeRequest = (know: (earlier: Answer['earlier']) => void) => ChatRequest;

interface FollowingOptions {
  readonly backend: ChatBackend;
  readonly clock: Clock;
  /** The answer before its first content, or before its continuation. */
  readonly begin: Answer;
  /** Called for every change; `delta` is set if only text was appended. */
  readonly tell: (answer: Answer, delta?: Delta) => void;
  /**
   * Called with the updated and the previous answer when the refresh of a stale answer has ended, possibly long after
   * `run` resolved.
   */
  readonly onRefresh: (answer: Answer, before: Answer) => void;
  readonly onError: (error: unknown) => void;
}

/** Runs one question to the end of its answer, and forwards the user's decisions. */
export class Following {
  readonly #options: FollowingOptions;
  readonly #abort = new AbortController();
  #answer: Answer;
  readonly #seam: Seam;
  #skip: (() => void) | undefined;
  #waitingSinceMs: number | undefined;
  #slow: SlowAnswer | undefined;
  #refresh: { readonly fresher: FresherAnswer | undefined } | undefined;

  constructor(options: FollowingOptions) {
    this.#options = options;
    this.#answer = options.begin;
    this.#seam = new Seam(options.begin.text);
  }

  /** The answer so far. Final when `run` has resolved, except for the result of a refresh. */
  get answer(): Answer {
    return this.#answer;
  }

  /**
   * Resolves when the answer has ended, and never rejects: an abort results in a stopped answer, an error in a failed
   * one. The request is built inside, so that an error in that also becomes a failed answer.
   */
  async run(makeRequest: MakeRequest): Promise<void> {
    const { signal } = this.#abort;
    const { clock } = this.#options;
    try {
      const request = makeRequest(earlier => this.#know(earlier));
      for await (const event of this.#options.backend(this.#listening(request), signal)) {
        if (event.type === 'done') this.#hearRest();
        this.#hear(event.type === 'text' ? { ...event, text: this.#seam.take(event.text) } : event);
      }
    } catch (error) {
      this.#hearRest();
      if (!signal.aborted) this.#options.onError(error);
      this.#answer = signal.aborted ? stopped(this.#answer, clock.now()) : failed(this.#answer, error, clock.now());
      this.#tell();
    }
    this.#skip = undefined;
    this.#slow = undefined;
    this.#takeRefresh();
  }

  /** Aborts the answer; its connection is closed before this returns. */
  stop(): void {
    this.#abort.abort(new DOMException('stopped', 'AbortError'));
  }

  /** Sends the question immediately, if permitted. */
  skipWait(): void {
    this.#skip?.();
  }

  /** Waits for a slow answer for the same time again. */
  keepWaiting(): void {
    this.#decide(slow => slow.keepWaiting());
  }

  /** Aborts a slow answer and sends the question again. */
  sendAgain(): void {
    this.#decide(slow => slow.sendAgain());
  }

  #know(earlier: Answer['earlier']): void {
    if (earlier !== undefined) this.#answer = { ...this.#answer, earlier };
  }

  #hear(event: ChatEvent): void {
    const before = this.#answer;
    this.#answer = this.#timed(before, withEvent(before, event, this.#options.clock.now()));
    this.#skip = event.type === 'waiting' ? event.skip : undefined;
    if (this.#answer.slow === undefined) this.#slow = undefined;
    if (this.#answer === before) return;
    const isSamePhase = before.state === 'streaming' && before.reasoningSinceMs === this.#answer.reasoningSinceMs;
    const isMoreText = (event.type === 'text' || event.type === 'reasoning') && isSamePhase;
    this.#tell(isMoreText ? { reasoning: '', text: '', [event.type]: event.text } : undefined);
  }

  /** Emits the text that was held back. */
  #hearRest(): void {
    const text = this.#seam.rest();
    if (text !== '') this.#hear({ type: 'text', text });
  }

  /** Accumulates the waiting time. */
  #timed(before: Answer, answer: Answer): Answer {
    const nowMs = this.#options.clock.monotonicMs();
    if (answer.waiting !== undefined) this.#waitingSinceMs ??= nowMs;
    const sinceMs = this.#waitingSinceMs;
    if (answer.waiting !== undefined || before.waiting === undefined || sinceMs === undefined) return answer;
    this.#waitingSinceMs = undefined;
    return { ...answer, waitedMs: (answer.waitedMs ?? 0) + nowMs - sinceMs };
  }

  #decide(act: (slow: SlowAnswer) => void): void {
    const slow = this.#slow;
    if (slow === undefined) return;
    this.#slow = undefined;
    this.#answer = withoutWait(this.#answer);
    this.#tell();
    act(slow);
  }

  #listening(request: ChatRequest): ChatRequest {
    return {
      ...request,
      onBooked: booking => (this.#answer = withBooking(this.#answer, booking)),
      onAttemptFailed: failure => (this.#answer = withFailure(this.#answer, failure)),
      onSlow: slow => {
        if (this.#abort.signal.aborted || this.#answer.state !== 'waiting') return;
        this.#slow = slow;
        this.#answer = slowed(this.#answer, slow);
        this.#tell();
      },
      onFresher: fresher => {
        this.#refresh = { fresher };
        this.#takeRefresh();
      },
    };
  }

  /** Only a finished answer can be stale. */
  #takeRefresh(): void {
    const before = this.#answer;
    if (this.#refresh === undefined || before.state !== 'finished') return;
    this.#answer = withFresher(before, this.#refresh.fresher);
    this.#refresh = undefined;
    this.#options.onRefresh(this.#answer, before);
  }

  #tell(delta?: Delta): void {
    this.#options.tell(this.#answer, delta);
  }
}
