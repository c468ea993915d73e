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

/** Hears which limit passed. */
export type OnTimePassed = (kind: 'timeout' | 'stalled' | 'too-slow', message: string, limitSeconds: number) => void;

/** The limits of one attempt, started with it. Whoever hears that one passed has to stop them. */
export class AnswerTimers {
  readonly #clock: Clock;
  readonly #timeouts: AnswerTimeouts;
  readonly #onPassed: OnTimePassed;
  readonly #stopTotal: () => void;
  #stopContent: () => void;

  constructor(clock: Clock, timeouts: AnswerTimeouts, onPassed: OnTimePassed) {
    this.#clock = clock;
    this.#timeouts = timeouts;
    this.#onPassed = onPassed;
    this.#stopTotal = this.#start('too-slow', timeouts.totalMs);
    this.#stopContent = this.#start('timeout', timeouts.firstTokenMs);
  }

  /** Content came and is about to be passed on: the time its reader takes is not the service's. */
  pauseForReader(): void {
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
    this.#stopTotal();
    this.#stopContent();
  }

  #start(kind: Parameters<OnTimePassed>[0], limitMs: number): () => void {
    return startLateTimer(this.#clock, limitMs, () => {
      const limitSeconds = limitMs / 1000;
      this.#onPassed(kind, `No ${kind === 'too-slow' ? 'end' : 'content'} within ${limitSeconds} s`, limitSeconds);
    });
  }
}
