import { Worker } from 'node:worker_threads';
import { abortable } from '../../abortable.ts';
import type { Clock } from '../../clock.ts';
import { describeError, WenxinError } from '../../errors.ts';
import type { ExportPiece, ExportQuery } from './exportPiece.ts';
import type { ExportPlace } from './exportRows.ts';
import type { UsageAnswer, UsageQuestion } from './usageDesk.ts';
import type { UsageQuery, UsageReport } from './usageReport.ts';

/** An idle worker is ended after this time. */
const IDLE_MS = 3 * 60_000;

/** Options of `UsageReader`. */
export interface UsageReaderOptions {
  /** The bundle of `src/lazy/usageReader.ts`. */
  readonly workerFile: string | URL;
  /** Path of the ledger's file, queried before each read: it changes when a damaged file is replaced. */
  readonly ledgerPath: () => Promise<string>;
  readonly clock: Clock;
}

type Question<Kind extends UsageQuestion['kind']> = Omit<Extract<UsageQuestion, { kind: Kind }>, 'path'>;

/**
 * Reports and exports from the ledger, read in a worker so that the main thread is not blocked. The worker is started
 * on demand, and again after it died.
 *
 * All reads throw `storage` when the ledger cannot be read or the worker dies, what `ledgerPath` throws, and the
 * signal's reason as soon as it aborts.
 */
export class UsageReader {
  readonly #options: UsageReaderOptions;
  #worker: Worker | undefined;
  /** The pending callbacks of the worker's current query. */
  #asked:
    { readonly resolve: (answer: UsageAnswer) => void; readonly reject: (error: WenxinError) => void } | undefined;
  /** Tail of the queue: one query at a time. A query aborted while it waits is never sent. */
  #last: Promise<unknown> = Promise.resolve();
  #cancelIdle: (() => void) | undefined;
  #isClosed = false;

  constructor(options: UsageReaderOptions) {
    this.#options = options;
  }

  async read(query: UsageQuery, signal: AbortSignal): Promise<UsageReport> {
    const question: Question<'report'> = { kind: 'report', query };
    const answer = await this.#inTurn(question, signal);
    if (answer.kind !== 'report') throw failure(answer);
    return answer.report;
  }

  /** Yields the text of an export in pieces, at least one. Each is read on demand. */
  async *exportPieces(query: ExportQuery, signal: AbortSignal): AsyncGenerator<ExportPiece> {
    let after: ExportPlace | undefined;
    do {
      const question: Question<'piece'> = { kind: 'piece', query, after };
      const answer = await this.#inTurn(question, signal);
      if (answer.kind !== 'piece') throw failure(answer);
      yield answer.piece;
      after = answer.piece.next;
    } while (after !== undefined);
  }

  /** Ends the worker permanently; a read in progress fails. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#endWorker();
  }

  #inTurn(question: Question<'report'> | Question<'piece'>, signal: AbortSignal): Promise<UsageAnswer> {
    const turn = this.#last.then(() => {
      signal.throwIfAborted();
      return this.#ask(question);
    });
    // The next query waits for this one to end, successfully or not.
    this.#last = Promise.allSettled([turn]);
    return abortable(turn, signal);
  }

  async #ask(question: Question<'report'> | Question<'piece'>): Promise<UsageAnswer> {
    const path = await this.#options.ledgerPath();
    if (this.#isClosed) throw new WenxinError('storage', 'The reader of the ledger is closed');
    this.#cancelIdle?.();
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    try {
      return await new Promise((resolve, reject) => {
        this.#asked = { resolve, reject };
        worker.postMessage({ ...question, path } satisfies UsageQuestion);
      });
    } finally {
      this.#asked = undefined;
      // An idle worker does not keep the process alive.
      worker.unref();
      if (this.#worker === worker) {
        this.#cancelIdle = this.#options.clock.after(IDLE_MS, () => void this.#endWorker());
      }
    }
  }

  #start(): Worker {
    const worker = new Worker(this.#options.workerFile);
    const died = (why: string): void => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#asked?.reject(new WenxinError('storage', `The ledger cannot be read: ${why}`));
    };
    worker.on('message', (answer: UsageAnswer) => this.#asked?.resolve(answer));
    worker.on('error', error => died(describeError(error)));
    worker.on('exit', code => died(`its reader ended with code ${code}`));
    return worker;
  }

  async #endWorker(): Promise<void> {
    this.#cancelIdle?.();
    const worker = this.#worker;
    this.#worker = undefined;
    this.#asked?.reject(new WenxinError('storage', 'The reader of the ledger is closed'));
    await worker?.terminate();
  }
}

function failure(answer: UsageAnswer): WenxinError {
  const why = answer.kind === 'failure' ? answer.message : 'something else was answered';
  return new WenxinError('storage', `The ledger cannot be read: ${why}`);
}
