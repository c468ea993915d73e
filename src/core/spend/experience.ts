import type { Booking } from '../booking.ts';
import type { AttemptRequest } from '../chat.ts';
import type { Feature } from '../feature.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { Unsubscribe } from '../emitter.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { ScriptCounts } from '../scriptCounts.ts';
import { AnswerLengths, type AnswerRange } from './answerLengths.ts';
import { type CountedInput, TokenFactors } from './tokenFactors.ts';
import { LateWrite } from './lateWrite.ts';

/** How long observations are collected before they are written. A killed process loses them. */
const COLLECT_MS = 1_000;

/** Limit of observations waiting while the file cannot be written. */
const MOST_WAITING = 1_000;

interface ExperienceOptions {
  /** The ledger's file, shared by all windows. */
  readonly database: () => Promise<Database>;
  /** Subscribes to bookings by this or another window. */
  readonly onBooked: (listener: () => void) => Unsubscribe;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What one attempt teaches. */
interface Lesson {
  readonly input?: CountedInput;
  readonly answer?: { readonly feature: Feature; readonly model: string; readonly outputTokens: number };
}

/** Everything learned so far. */
interface Learned {
  readonly factors: TokenFactors;
  readonly lengths: AnswerLengths;
}

/**
 * Statistics of earlier requests: how many tokens a model makes of a text, and how long answers are. Losing them costs
 * no money: nothing waits for them or fails because of them, and without a file they last as long as the process.
 */
export class Experience {
  readonly #options: ExperienceOptions;
  readonly #writes: LateWrite;
  readonly #unsubscribe: Unsubscribe;
  #learned: Learned = { factors: new TokenFactors(), lengths: new AnswerLengths() };
  #waiting: Lesson[] = [];
  #database: Database | undefined;
  #isStale = false;
  #hasComplained = false;

  constructor(options: ExperienceOptions) {
    this.#options = options;
    this.#writes = new LateWrite({
      delayMs: COLLECT_MS,
      clock: options.clock,
      hasWork: () => this.#waiting.length > 0,
      write: () => this.#write(),
    });
    this.#unsubscribe = options.onBooked(() => {
      this.#isStale = true;
      // The file could not be opened earlier.
      if (this.#database === undefined) void this.load();
    });
  }

  /** Reads the statistics as soon as the file is open. Until then estimates are not corrected. Never throws. */
  async load(): Promise<void> {
    try {
      this.#database = await this.#options.database();
      this.#isStale = true;
    } catch (error) {
      this.#options.logger.debug(`What earlier requests taught cannot be read: ${describeError(error)}`);
    }
  }

  /** Returns the tokens that the model probably counts in a text. */
  tokensOf(model: string, counts: ScriptCounts): number {
    return this.#now().factors.tokensOf(nameOf(model), counts);
  }

  /** Returns the recent error of input estimates, as a share of the service's count; `undefined` when unknown. */
  estimateErrorOf(model: string): number | undefined {
    return this.#now().factors.errorOf(nameOf(model));
  }

  /** Returns the probable length of an answer. */
  answerRange(feature: Feature, model: string, maxOutputTokens: number): AnswerRange {
    return this.#now().lengths.rangeOf(feature, nameOf(model), maxOutputTokens);
  }

  /**
   * Records an attempt that ended. Call once for each. Never throws.
   *
   * @param isShortened whether a budget lowered the maximum length of the answer.
   */
  learn(request: AttemptRequest, booking: Booking, isShortened: boolean): void {
    const lesson = lessonOf(request, booking, isShortened);
    if (lesson === undefined || this.#waiting.length >= MOST_WAITING) return;
    take(this.#now(), lesson);
    this.#waiting.push(lesson);
    this.#writes.later();
  }

  /** Writes what was collected. Await before closing the file. Never throws: what cannot be written stays queued. */
  flush(): Promise<void> {
    return this.#writes.flush();
  }

  dispose(): void {
    this.#writes.stop();
    this.#unsubscribe();
  }

  async #write(): Promise<void> {
    try {
      const database = await this.#options.database();
      const batch = [...this.#waiting];
      // Other windows may have written meanwhile, so the new observations are applied to the current rows.
      await database.transaction(() => {
        const learned = read(database);
        for (const lesson of batch) take(learned, lesson);
        for (const lesson of batch) keep(database, learned, lesson);
      });
      this.#database = database;
      this.#waiting.splice(0, batch.length);
      this.#isStale = true;
      this.#hasComplained = false;
    } catch (error) {
      if (!this.#hasComplained) this.#options.logger.warn(`Lessons are not written: ${describeError(error)}`);
      this.#hasComplained = true;
    }
  }

  /** Reads again only after a booking. There are a few rows, which takes microseconds. */
  #now(): Learned {
    const database = this.#database;
    if (!this.#isStale || database === undefined) return this.#learned;
    this.#isStale = false;
    try {
      const learned = database.read(() => read(database));
      for (const lesson of this.#waiting) take(learned, lesson);
      this.#learned = learned;
    } catch (error) {
      this.#options.logger.debug(`What other windows learned cannot be read: ${describeError(error)}`);
    }
    return this.#learned;
  }
}

/** Model ids are case-insensitive. */
function nameOf(model: string): string {
  return model.toLowerCase();
}

/** Search results count as input but are not part of the question, so web searches teach nothing about input. */
function lessonOf(request: AttemptRequest, booking: Booking, isShortened: boolean): Lesson | undefined {
  const { usage, source, outcome } = booking;
  if (source !== 'usage') return undefined;
  const model = nameOf(request.model);
  const { feature, inputCounts: counts, inputTokens: estimatedTokens, options } = request;
  const isWhole = outcome === 'ok' && !isShortened && feature !== 'keyCheck';
  return {
    ...(options?.webSearch !== true && {
      input: { model, counts, estimatedTokens, inputTokens: usage.inputTokens },
    }),
    ...(isWhole && { answer: { feature, model, outputTokens: usage.outputTokens } }),
  };
}

function take({ factors, lengths }: Learned, { input, answer }: Lesson): void {
  if (input) factors.learn(input);
  if (answer) lengths.learn(answer.feature, answer.model, answer.outputTokens);
}

function read(database: Database): Learned {
  return { factors: TokenFactors.read(database), lengths: AnswerLengths.read(database) };
}

function keep(database: Database, { factors, lengths }: Learned, { input, answer }: Lesson): void {
  if (input) factors.keep(database, input.model);
  if (answer) lengths.keep(database, answer.feature, answer.model);
}
