import { Worker } from 'node:worker_threads';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { CodeRun } from './codeRun.ts';

/** A worker that nobody asks anything ends. */
const IDLE_MS = 3 * 60_000;

/** The first code of a language may take longer: its grammar is loaded and prepared, which for C++ takes two seconds. */
const FIRST_LIMIT_MS = 10_000;

/** How long a block may take otherwise. */
const LIMIT_MS = 2000;

/** Longer code stays plain, in UTF-16 units: nobody reads so much of it in an answer. */
const MAX_LENGTH = 40_000;

/** So many UTF-16 units of code are remembered with their colours. */
const MAX_KEPT_LENGTH = 2_000_000;

/** What the worker is asked. */
export interface HighlightQuestion {
  /** Name of a grammar. */
  readonly language: string;
  readonly text: string;
}

/** What the worker says. `null`: it has no grammar for that. */
export type HighlightAnswer = { readonly runs: readonly CodeRun[] | null } | { readonly failure: string };

/** What a highlighter needs to know. */
export interface HighlighterOptions {
  /** The bundle of `src/lazy/highlighter.ts`. */
  readonly workerFile: string | URL;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Takes code apart for its colours, in a worker: a grammar is a program of regular expressions over text that a model
 * wrote, and may take any time. The worker is started with the first code, ended when it is idle, and ended and started
 * anew when it hangs or dies. What goes wrong is logged, and the code stays plain.
 */
export class Highlighter {
  readonly #options: HighlighterOptions;
  readonly #kept = new LRUCache<string, readonly CodeRun[]>({
    maxSize: MAX_KEPT_LENGTH,
    sizeCalculation: (_runs, key) => key.length,
  });
  /** Those that failed are not tried again: they would fail again, and take as long. */
  readonly #plain = new Set<string>();
  #worker: Worker | undefined;
  /** Languages the worker has answered for. */
  readonly #ready = new Set<string>();
  #answered: ((answer: HighlightAnswer) => void) | undefined;
  /** One block at a time. */
  #last: Promise<unknown> = Promise.resolve();
  #cancelIdle: (() => void) | undefined;
  #isClosed = false;

  constructor(options: HighlighterOptions) {
    this.#options = options;
  }

  /**
   * The runs that `text` consists of, which cover all of it; `undefined` where it stays plain: the language has no
   * grammar, the code is too long, or taking it apart failed. Never rejects.
   */
  async runs(language: string, text: string): Promise<readonly CodeRun[] | undefined> {
    const key = `${language}\n${text}`;
    const known = this.#kept.get(key);
    if (known !== undefined || text.length > MAX_LENGTH || text === '' || this.#plain.has(key)) return known;
    const turn = this.#last.then(() => this.#kept.get(key) ?? this.#ask({ language, text }));
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
    const { clock, logger } = this.#options;
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
    logger.warn(`${question.text.length} characters of ${question.language} stay without colours: ${answer.failure}`);
    return undefined;
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
