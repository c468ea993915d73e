import type { Clock } from '../clock.ts';
import { startLateTimer } from './lateTimer.ts';

/** Time limits of one attempt, in milliseconds. */
export interface AnswerTimeouts {
  /** From sending to the first content. */
  readonly firstTokenMs: number;
  /** Between two events with content. */
  readonly betweenTokensMs: number;
  /** From sending to the end. */
  readonly totalMs: number;
}

/** Called when a limit is exceeded; `limitSeconds` is that limit, including extensions by `keepWaiting`. */
export type OnTimePassed = (kind: 'timeout' | 'stalled' | 'too-slow', message: string, limitSeconds: number) => void;

/**
 * Enforces the time limits of one attempt, from construction on. The callback's owner must call `stop` when a limit is
 * exceeded.
 */
export class AnswerTimers {
  readonly #clock: Clock;
  readonly #timeouts: AnswerTimeouts;
  readonly #onPassed: OnTimePassed;
  readonly #stopTotal: () => void;
  #stopContent: () => void;
  readonly #startedAtMs: number;
  #isFirst = true;

  constructor(clock: Clock, timeouts: AnswerTimeouts, onPassed: OnTimePassed) {
    this.#clock = clock;
    this.#timeouts = timeouts;
    this.#onPassed = onPassed;
    this.#startedAtMs = clock.monotonicMs();
    this.#stopTotal = this.#start('too-slow', timeouts.totalMs);
    this.#stopContent = this.#startFirst();
  }

  /** Whether neither content nor the end has arrived. */
  get isWaitingForFirst(): boolean {
    return this.#isFirst;
  }

  /** Extends the wait for the first content by the full limit. Has no effect once content or the end has arrived. */
  keepWaiting(): void {
    if (!this.#isFirst) return;
    this.#stopContent();
    this.#stopContent = this.#startFirst();
  }

  /** Stops the content timer while an event is passed on: the time that the consumer takes is not the service's. */
  pauseForReader(): void {
    this.#isFirst = false;
    this.#stopContent();
  }

  /** Starts the content timer when the consumer requests the next event. */
  waitForContent(): void {
    this.#stopContent();
    this.#stopContent = this.#start('stalled', this.#timeouts.betweenTokensMs);
  }

  /** Starts the timer for the end of a complete answer, after which only usage may follow. */
  waitForEnd(maxMs: number): void {
    this.#stopContent();
    this.#stopContent = this.#start('stalled', Math.min(maxMs, this.#timeouts.betweenTokensMs));
  }

  stop(): void {
    this.#isFirst = false;
    this.#stopTotal();
    this.#stopContent();
  }

  /**
   * Starts the full limit anew. The reported seconds include all time since sending, also the time the user took to
   * decide.
   */
  #startFirst(): () => void {
    const { firstTokenMs } = this.#timeouts;
    const beforeMs = Math.round((this.#clock.monotonicMs() - this.#startedAtMs) / 1000) * 1000;
    return startLateTimer(this.#clock, firstTokenMs, () => this.#pass('timeout', beforeMs + firstTokenMs));
  }

  #start(kind: 'stalled' | 'too-slow', limitMs: number): () => void {
    return startLateTimer(this.#clock, limitMs, () => this.#pass(kind, limitMs));
  }

  #pass(kind: Parameters<OnTimePassed>[0], ms: number): void {
    this.#onPassed(kind, `No ${kind === 'too-slow' ? 'end' : 'content'} within ${ms / 1000} s`, ms / 1000);
  }
}
