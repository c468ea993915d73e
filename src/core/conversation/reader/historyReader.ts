import { Worker } from 'node:worker_threads';
import type { Clock } from '../../clock.ts';
import { describeError, WenxinError } from '../../errors.ts';
import type { Imported } from '../exchange/importConversation.ts';
import type { ImportProblem } from '../exchange/exportedConversation.ts';
import type { ListedConversation, ListQuery } from '../list/listQuery.ts';
import type { Exported, ExportQuery, HistoryAnswer, HistoryQuestion, ImportQuery } from './historyQuestion.ts';

/** A worker that nobody asks anything ends. */
const IDLE_MS = 60_000;

interface HistoryReaderOptions {
  /** The bundle of `src/lazy/historyReader.ts`. */
  readonly workerFile: string | URL;
  /** The history's file. */
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
 * Finds, exports and imports conversations in a worker, so that nobody waits with it. The worker is started when it is
 * needed, and anew after it died. All of it rejects with `storage` when the file cannot be read or the worker dies.
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

  /** Pinned conversations first, then the newest; `undefined` when something newer was looked for meanwhile. */
  async find(query: ListQuery): Promise<readonly ListedConversation[] | undefined> {
    const answer = await this.#ask({ kind: 'find', query });
    if (answer.kind !== 'find') throw failure(answer);
    return answer.found;
  }

  /** The content of a file; `undefined` when there is no such conversation. */
  async export(query: ExportQuery): Promise<Exported | undefined> {
    const answer = await this.#ask({ kind: 'export', query });
    if (answer.kind !== 'export') throw failure(answer);
    return answer.exported;
  }

  /** Takes over a file; where it is none of ours nothing changes. */
  async import(query: ImportQuery): Promise<Imported | ImportProblem> {
    const answer = await this.#ask({ kind: 'import', query });
    if (answer.kind !== 'import') throw failure(answer);
    return answer.imported;
  }

  /** Ends the worker for good; what is being read fails. Calling it again is harmless. */
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
        // A process that has nothing else to do may end.
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
