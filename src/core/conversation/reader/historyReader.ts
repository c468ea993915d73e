import { Worker } from 'node:worker_threads';
import type { Clock } from '../../clock.ts';
import { describeError, WenxinError } from '../../errors.ts';
import type { Imported } from '../exchange/importConversation.ts';
import type { ImportProblem } from '../exchange/exportedConversation.ts';
import type { ListedConversation, ListQuery } from '../list/listQuery.ts';
import type { Exported, ExportQuery, HistoryAnswer, HistoryQuestion, ImportQuery } from './historyQuestion.ts';

/** Idle time after which the worker is terminated. */
const IDLE_MS = 60_000;

interface HistoryReaderOptions {
  /** The bundle of `src/lazy/historyReader.ts`. */
  readonly workerFile: string | URL;
  /** The history's database file. */
  readonly path: string;
  readonly clock: Clock;
}

type Asked =
  | { readonly kind: 'find'; readonly query: ListQuery }
  | { readonly kind: 'export'; readonly query: ExportQuery }
  | { readonly kind: 'import'; readonly query: ImportQuery };

interface Waiting {
  readonly resolve: (answer: HistoryAnswer) => void;
  readonly reject: (error: WenxinError) => void;
}

/**
 * Searches, exports and imports conversations in a worker thread, so that the event loop is not blocked. The worker is
 * started on demand, and restarted after a crash. All methods reject with `storage` if the file is unreadable or the
 * worker dies.
 */
export class HistoryReader {
  readonly #options: HistoryReaderOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #number = 0;
  #cancelIdle: (() => void) | undefined;
  #isClosed = false;

  constructor(options: HistoryReaderOptions) {
    this.#options = options;
  }

  /** Returns pinned conversations first, then the newest; `undefined` if a newer search cancelled this one. */
  async find(query: ListQuery): Promise<readonly ListedConversation[] | undefined> {
    const answer = await this.#ask({ kind: 'find', query });
    if (answer.kind !== 'find') throw failure(answer);
    return answer.found;
  }

  /** Returns the exported file; `undefined` if there is no such conversation. */
  async export(query: ExportQuery): Promise<Exported | undefined> {
    const answer = await this.#ask({ kind: 'export', query });
    if (answer.kind !== 'export') throw failure(answer);
    return answer.exported;
  }

  /** Imports a file; an invalid one changes nothing. */
  async import(query: ImportQuery): Promise<Imported | ImportProblem> {
    const answer = await this.#ask({ kind: 'import', query });
    if (answer.kind !== 'import') throw failure(answer);
    return answer.imported;
  }

  /** Terminates the worker for good; pending requests fail. Calling it again has no effect. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#end('it is closed');
  }

  async #ask(asked: Asked): Promise<HistoryAnswer> {
    if (this.#isClosed) throw new WenxinError('storage', 'The reader of the history is closed');
    this.#cancelIdle?.();
    const worker = (this.#worker ??= this.#start());
    const number = ++this.#number;
    worker.ref();
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting.set(number, { resolve, reject });
        worker.postMessage({ ...asked, number, path: this.#options.path } satisfies HistoryQuestion);
      });
    } finally {
      this.#waiting.delete(number);
      if (this.#waiting.size === 0 && this.#worker === worker) {
        // An idle worker must not keep the process alive.
        worker.unref();
        this.#cancelIdle = this.#options.clock.after(IDLE_MS, () => void this.#end('nobody asked anything'));
      }
    }
  }

  #start(): Worker {
    const worker = new Worker(this.#options.workerFile);
    const died = (why: string): void => {
      if (this.#worker === worker) void this.#end(why);
    };
    worker.on('message', (answer: HistoryAnswer) => this.#waiting.get(answer.number)?.resolve(answer));
    worker.on('error', error => died(describeError(error)));
    worker.on('exit', code => died(`it ended with code ${code}`));
    return worker;
  }

  async #end(why: string): Promise<void> {
    this.#cancelIdle?.();
    const worker = this.#worker;
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) {
      reject(new WenxinError('storage', `The reader of the history failed: ${why}`));
    }
    await worker?.terminate();
  }
}

function failure(answer: HistoryAnswer): WenxinError {
  const why = answer.kind === 'failure' ? answer.message : 'something else was answered';
  return new WenxinError('storage', `The history cannot be read: ${why}`);
}
