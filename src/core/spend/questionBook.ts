import type { ChatRequest, Origin } from '../chat.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { bookQuestions, type EndedQuestion, type Ending } from './questionRows.ts';
import { LateWrite } from './lateWrite.ts';

/** How long questions are collected before they are written. A killed process loses them. */
const COLLECT_MS = 500;

/** Rows per transaction, which blocks the event loop. */
const MOST_AT_ONCE = 500;

/** Limit of questions waiting while the file cannot be written. */
const MOST_WAITING = 10_000;

interface QuestionBookOptions {
  /** The ledger's file. */
  readonly database: () => Promise<Database>;
  /** Returns the user's day, as 20261122, at a wall time. */
  readonly dayAt: (ms: number) => number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called after each commit. */
  readonly onWritten: () => void;
}

/**
 * The record of how questions ended, where their answers came from, and what that saved. No money is involved: nothing
 * waits for it or fails because of it.
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
   * Records an answered question. Call once for each. Never throws, and takes less than a microsecond.
   *
   * @param origin source of the answer; `undefined` for the service.
   * @param askedAtMs wall time of the question; defaults to now.
   */
  add(request: ChatRequest, origin: Origin | undefined, askedAtMs = this.#options.clock.now()): void {
    this.#add(request, { level: origin?.level ?? 'asked', savedNanoYuan: origin?.savedNanoYuan }, askedAtMs);
  }

  /** Records a question that ended without an answer. Call once for each. Never throws. */
  addUnanswered(request: ChatRequest, outcome: 'failed' | 'cancelled'): void {
    this.#add(request, { outcome }, this.#options.clock.now());
  }

  #add(request: ChatRequest, ending: Ending, askedAtMs: number): void {
    if (this.#waiting.length >= MOST_WAITING) return;
    // Not the request itself, which holds the whole conversation.
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

  /** Writes what was collected. Await before closing the file. Never throws: what cannot be written stays queued. */
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
      // A full disk, for example. Reported once per incident; the next question triggers a retry.
      if (!this.#hasComplained) this.#options.logger.warn(`Questions are not counted: ${describeError(error)}`);
      this.#hasComplained = true;
    }
  }
}
