import type { Clock } from '../clock.ts';
import { startLateTimer } from './lateTimer.ts';

/** How long one attempt may take, in milliseconds. */
export interface AnswerTimeouts {
  /** From sending to the first content. */
  readonly firstTokenMs: number;
  /** Between two events with content. */
  readonly betweenTokensMs: number;
  /** From sending to the end. */
  readonly totalMs: number;
}

/** Hears which limit passed, after how many seconds in all. */
export type OnTimePassed = (kind: 'timeout' | 'stalled' | 'too-slow', message: string, limitSeconds: number) => void;

/** The limits of one attempt, started with it. Whoever hears that one passed has to stop them. */
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

  /** Neither content nor the end has come. */
  get isWaitingForFirst(): boolean {
    return this.#isFirst;
  }

  /** The first content may take as long again. Nothing changes when some has come, or the answer has ended. */
  keepWaiting(): void {
    if (!this.#isFirst) return;
    this.#stopContent();
    this.#stopContent = this.#startFirst();
  }

  /** Content came and is about to be passed on: the time its reader takes is not the service's. */
  pauseForReader(): void {
    this.#isFirst = false;
    this.#stopContent();
  }

  /** The reader wants more: from now on the service has to send content in time. */
  waitForContent(): void {
    this.#stopContent();
    this.#stopContent = this.#start('stalled', this.#timeouts.betweenTokensMs);
  }

  /** The answer is complete and only its usage may follow. */
  waitForEnd(maxMs: number): void {
    this.#stopContent();
    this.#stopContent = this.#start('stalled', Math.min(maxMs, this.#timeouts.betweenTokensMs));
  }

  stop(): void {
    this.#isFirst = false;
    this.#stopTotal();
    this.#stopContent();
  }

  /** It is waited from now on as long as at first; what passed before, while somebody made up their mind, counts too. */
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
