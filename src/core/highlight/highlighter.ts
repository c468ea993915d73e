import { Worker } from 'node:worker_threads';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { CodeRun } from './codeRun.ts';

/** An idle worker ends after this time. */
const IDLE_MS = 3 * 60_000;

/** Time limit for a language's first block. Loading and compiling the grammar takes up to two seconds (C++). */
const FIRST_LIMIT_MS = 10_000;

/** Time limit for later blocks. */
const LIMIT_MS = 2000;

/** Longer code stays plain; in UTF-16 units. Hardly anyone reads that much code in an answer. */
const MAX_LENGTH = 40_000;

/** Size of the cache, in UTF-16 units of code. */
const MAX_KEPT_LENGTH = 2_000_000;

/** Request to the worker. */
export interface HighlightQuestion {
  /** Name of a grammar. */
  readonly language: string;
  readonly text: string;
}

/** Reply of the worker. `null`: there is no grammar for the language. */
export type HighlightAnswer = { readonly runs: readonly CodeRun[] | null } | { readonly failure: string };

/** Options of a `Highlighter`. */
export interface HighlighterOptions {
  /** The bundle of `src/lazy/highlighter.ts`. */
  readonly workerFile: string | URL;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Syntax highlighter that runs in a worker: a grammar consists of regular expressions, which may take any time on text
 * that a model wrote. The worker is started for the first block, ended when idle, and restarted when it hangs or dies.
 * Failures are logged, and the code stays plain.
 */
export class Highlighter {
  readonly #options: HighlighterOptions;
  readonly #kept = new LRUCache<string, readonly CodeRun[]>({
    maxSize: MAX_KEPT_LENGTH,
    sizeCalculation: (_runs, key) => key.length,
  });
  /** Blocks that failed. They are not retried: they would fail again, and take as long. */
  readonly #plain = new Set<string>();
  #worker: Worker | undefined;
  /** Languages whose first block is done. */
  readonly #ready = new Set<string>();
  #answered: ((answer: HighlightAnswer) => void) | undefined;
  /** End of the queue: one block is processed at a time. */
  #last: Promise<unknown> = Promise.resolve();
  #cancelIdle: (() => void) | undefined;
  #isClosed = false;

  constructor(options: HighlighterOptions) {
    this.#options = options;
  }

  /**
   * Returns the runs that make up `text`; `undefined` if it stays plain: the language has no grammar, the code is too
   * long, or highlighting failed. Never rejects.
   */
  async runs(language: string, text: string): Promise<readonly CodeRun[] | undefined> {
    const key = `${language}\n${text}`;
    const known = this.#kept.get(key);
    if (known !== undefined || text.length > MAX_LENGTH || text === '' || this.#plain.has(key)) return known;
    const turn = this.#last
      .then(() => this.#kept.get(key) ?? this.#ask({ language, text }))
      .catch((error: unknown) => {
        this.#leavePlain({ language, text }, describeError(error));
        return undefined;
      });
    this.#last = turn;
    const runs = await turn;
    if (runs === undefined) this.#plain.add(key);
    else this.#kept.set(key, runs);
    return runs;
  }

  /** Ends the worker for good. Calling it again is harmless. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#endWorker('it is not needed any more');
  }

  async #ask(question: HighlightQuestion): Promise<readonly CodeRun[] | undefined> {
    if (this.#isClosed) return undefined;
    const { clock } = this.#options;
    const limitMs = this.#ready.has(question.language) ? LIMIT_MS : FIRST_LIMIT_MS;
    this.#cancelIdle?.();
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    const answer = await new Promise<HighlightAnswer>(resolve => {
      const cancel = clock.after(limitMs, () => void this.#endWorker(`it took more than ${limitMs} ms`));
      this.#answered = answer => {
        cancel();
        resolve(answer);
      };
      worker.postMessage(question);
    });
    this.#answered = undefined;
    worker.unref();
    if (this.#worker === worker) this.#cancelIdle = clock.after(IDLE_MS, () => void this.#endWorker('it is idle'));
    if ('runs' in answer) {
      this.#ready.add(question.language);
      return answer.runs ?? undefined;
    }
    this.#leavePlain(question, answer.failure);
    return undefined;
  }

  #leavePlain({ language, text }: HighlightQuestion, why: string): void {
    this.#options.logger.warn(`${text.length} characters of ${language} stay without colours: ${why}`);
  }

  #start(): Worker {
    this.#ready.clear();
    const worker = new Worker(this.#options.workerFile);
    const died = (why: string): void => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#answered?.({ failure: why });
    };
    worker.on('message', (answer: HighlightAnswer) => this.#answered?.(answer));
    worker.on('error', error => died(describeError(error)));
    worker.on('exit', code => died(`the worker ended with code ${code}`));
    return worker;
  }

  async #endWorker(why: string): Promise<void> {
    this.#cancelIdle?.();
    const worker = this.#worker;
    this.#worker = undefined;
    this.#answered?.({ failure: why });
    await worker?.terminate();
  }
}
