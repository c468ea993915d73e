import type { ChatRequest, Origin } from '../chat.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { bookQuestions, type EndedQuestion, type Ending } from './questionRows.ts';
import { LateWrite } from './lateWrite.ts';

/** How long questions are collected before they are written: what a killed process loses of them. */
const COLLECT_MS = 500;

/** So many are written at once, because nothing else happens meanwhile. */
const MOST_AT_ONCE = 500;

/** So many wait for a file that cannot be written. */
const MOST_WAITING = 10_000;

interface QuestionBookOptions {
  /** The ledger's file. */
  readonly database: () => Promise<Database>;
  /** Tells the person's day, as 20261122, at a wall time. */
  readonly dayAt: (ms: number) => number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called after each commit. */
  readonly onWritten: () => void;
}

/**
 * Books how questions ended, how they were answered, and what that saved. Nothing of it was charged: nothing waits for it or
 * fails because of it.
 */
export class QuestionBook {
  readonly #options: QuestionBookOptions;
  readonly #writes: LateWrite;
  #waiting: EndedQuestion[] = [];
  #hasComplained = false;

  constructor(options: QuestionBookOptions) {
    this.#options = options;
    this.#writes = new LateWrite({
      delayMs: COLLECT_MS,
      clock: options.clock,
      hasWork: () => this.#waiting.length > 0,
      write: () => this.#write(),
    });
  }

  /**
   * To be called once for each question that was answered. Never throws, and takes less than a microsecond.
   *
   * @param origin where the answer came from; `undefined` when the service was asked.
   * @param askedAtMs wall time at which it was asked; now where missing.
   */
  add(request: ChatRequest, origin: Origin | undefined, askedAtMs = this.#options.clock.now()): void {
    this.#add(request, { level: origin?.level ?? 'asked', savedNanoYuan: origin?.savedNanoYuan }, askedAtMs);
  }

  /** To be called once for each question that ended without an answer, likewise. */
  addUnanswered(request: ChatRequest, outcome: 'failed' | 'cancelled'): void {
    this.#add(request, { outcome }, this.#options.clock.now());
  }

  #add(request: ChatRequest, ending: Ending, askedAtMs: number): void {
    if (this.#waiting.length >= MOST_WAITING) return;
    // Not the request itself, which holds a whole conversation.
    const { questionId, feature, workspace, consumer } = request;
    const localDay = this.#options.dayAt(askedAtMs);
    this.#waiting.push({
      ...{ questionId, feature, workspace, consumer },
      askedAtMs: Math.floor(askedAtMs),
      localDay,
      ending,
    });
    this.#writes.later();
  }

  /** Writes what was collected; to be awaited before the file is closed. Never throws: what cannot be written waits on. */
  flush(): Promise<void> {
    return this.#writes.flush();
  }

  async #write(): Promise<void> {
    try {
      const database = await this.#options.database();
      while (this.#waiting.length > 0) {
        const batch = this.#waiting.slice(0, MOST_AT_ONCE);
        await database.transaction(() => bookQuestions(database, batch));
        this.#waiting.splice(0, batch.length);
        this.#hasComplained = false;
        this.#options.onWritten();
      }
    } catch (error) {
      // A full disk, for example. Once for each time it begins, not with every try, which comes with the next answer.
      if (!this.#hasComplained) this.#options.logger.warn(`Questions are not counted: ${describeError(error)}`);
      this.#hasComplained = true;
    }
  }
}
