import type { Clock } from '../core/clock.ts';
import type { Say } from './messages.ts';
import type { Output } from './output.ts';
import { Pace } from './pace.ts';
import { type JobProgress, progressText } from './progressText.ts';

/** In a log, a line is written at this interval, or after this share of further progress. */
const LINE_MS = 10_000;
const LINE_SHARE = 0.05;

/** Interval at which progress is read, and the status line redrawn on a terminal. */
const LOOK_MS = 500;

interface ProgressReportOptions {
  readonly read: () => Omit<JobProgress, 'perMinute'> | undefined;
  readonly output: Output;
  readonly say: Say;
  readonly clock: Clock;
}

/** Periodic progress output of a job: a status line on a terminal, occasional lines in a log. */
export class ProgressReport {
  readonly #options: ProgressReportOptions;
  readonly #pace = new Pace();
  #cancel: (() => void) | undefined;
  #lineAtMs: number;
  #lineEnded: number | undefined;

  constructor(options: ProgressReportOptions) {
    this.#options = options;
    this.#lineAtMs = options.clock.monotonicMs();
  }

  start(): void {
    this.#look();
  }

  /** Stops reporting. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #look(): void {
    const { clock, read, output, say } = this.#options;
    this.#cancel = clock.after(LOOK_MS, () => this.#look());
    const progress = read();
    if (progress === undefined) return;
    const nowMs = clock.monotonicMs();
    const ended = progress.done + progress.failed;
    this.#pace.note(ended, nowMs);
    const whole = { ...progress, perMinute: this.#pace.perMinute };
    if (output.isTerminal) return output.draw(progressText(whole, say, output.columns));
    this.#lineEnded ??= ended;
    const isFar = ended - this.#lineEnded >= Math.max(1, LINE_SHARE * progress.total) && ended < progress.total;
    if (!isFar && nowMs - this.#lineAtMs < LINE_MS) return;
    this.#lineAtMs = nowMs;
    this.#lineEnded = ended;
    output.line(progressText(whole, say));
  }
}
