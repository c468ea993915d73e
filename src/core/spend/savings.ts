import type { ChatRequest, Origin } from '../chat.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { bookAnswered, type AnsweredQuestion } from './cacheUseRows.ts';
import { LocalCalendar } from './localCalendar.ts';

/** How long answers are collected before they are written: what a killed process loses of its savings. */
const COLLECT_MS = 500;

/** So many are written at once, because nothing else happens meanwhile. */
const MOST_AT_ONCE = 500;

/** So many wait for a file that cannot be written. */
const MOST_WAITING = 10_000;

interface SavingsOptions {
  /** The ledger's file. */
  readonly database: () => Promise<Database>;
  /** IANA name of the zone that decides which day it is; this machine's when missing. */
  readonly timeZone?: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called after each commit. */
  readonly onWritten: () => void;
}

/** Books how questions were answered, and what it saved. That is nobody's money: nothing waits for it or fails by it. */
export class Savings {
  readonly #options: SavingsOptions;
  readonly #calendar: LocalCalendar;
  #waiting: AnsweredQuestion[] = [];
  #cancelTimer: (() => void) | undefined;
  #writing: Promise<void> | undefined;
  #hasComplained = false;

  constructor(options: SavingsOptions) {
    this.#options = options;
    this.#calendar = new LocalCalendar(options.timeZone);
  }

  /**
   * To be called once for each question that was answered. Never throws, and takes less than a microsecond.
   *
   * @param origin where the answer came from; `undefined` when the service was asked.
   * @param askedAtMs wall time at which it was asked; now where missing.
   */
  add(request: ChatRequest, origin: Origin | undefined, askedAtMs = this.#options.clock.now()): void {
    if (this.#waiting.length >= MOST_WAITING) return;
    // Not the request itself, which holds a whole conversation.
    const { questionId, feature, workspace, consumer } = request;
    this.#waiting.push({
      questionId,
      feature,
      workspace,
      consumer,
      askedAtMs: Math.floor(askedAtMs),
      localDay: this.#calendar.dayAt(askedAtMs).day,
      level: origin?.level ?? 'asked',
      savedNanoYuan: origin?.savedNanoYuan,
    });
    this.#cancelTimer ??= this.#options.clock.after(COLLECT_MS, () => void this.flush());
  }

  /** Writes what was collected; to be awaited before the file is closed. Never throws: what cannot be written waits on. */
  async flush(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    while (this.#writing !== undefined) await this.#writing;
    if (this.#waiting.length === 0) return;
    this.#writing = this.#write();
    try {
      await this.#writing;
    } finally {
      this.#writing = undefined;
    }
  }

  async #write(): Promise<void> {
    try {
      const database = await this.#options.database();
      while (this.#waiting.length > 0) {
        const batch = this.#waiting.slice(0, MOST_AT_ONCE);
        await database.transaction(() => bookAnswered(database, batch));
        this.#waiting.splice(0, batch.length);
        this.#hasComplained = false;
        this.#options.onWritten();
      }
    } catch (error) {
      // A full disk, for example. Once for each time it begins, not with every try, which comes with the next answer.
      if (!this.#hasComplained) this.#options.logger.warn(`Savings are not written: ${describeError(error)}`);
      this.#hasComplained = true;
    }
  }
}
