import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BatchStore } from '../../../src/core/batch/batchStore.ts';
import type { Item, ItemOutcome, Lease } from '../../../src/core/batch/item.ts';
import type { NewJob } from '../../../src/core/batch/job.ts';
import { ResultsFile, type ResultsFileOptions } from '../../../src/core/batch/results/resultsFile.ts';
import type { Clock } from '../../../src/core/clock.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { exampleLedger } from '../../support/exampleLedger.ts';

/** The id of the job on a stage. */
export const JOB = 'job';

/** Returns the outcome of an item that was answered with this text. */
export function answered(text: string): ItemOutcome {
  return {
    state: 'done',
    answer: { text, reasoning: '', toolCalls: [], finish: 'stop' },
    model: 'ernie-5.1',
    usage: { inputTokens: 10, cachedInputTokens: 0, outputTokens: 2, reasoningTokens: 0 },
    requestId: 'as-1',
  };
}

/** A job in a real file, with a results file that is written by the tests. */
export class ResultsStage {
  readonly folder: string;
  readonly path: string;
  readonly ledger;
  readonly store;
  readonly #clock: Clock;
  #runner: number | undefined;

  /** @param clock The clock of the results file; the store has its own. */
  constructor(folder: string, clock: Clock, storeClock: Clock, results = folder) {
    this.folder = folder;
    this.path = join(results, 'results.jsonl');
    this.#clock = clock;
    this.ledger = exampleLedger({ folder: join(folder, 'ledger'), clock: storeClock });
    this.store = new BatchStore(this.ledger, () => 0, storeClock);
  }

  /** Adds the job. */
  async add(count: number): Promise<void> {
    const items = Array.from({ length: count }, (_, index) => {
      return { customId: `item-${index + 1}`, inputHash: 'h', byteOffset: 0, byteLength: 0 };
    });
    await this.store.add(this.job, items);
  }

  get job(): NewJob {
    const plan = {
      title: 'Example',
      origin: 'jsonl' as const,
      workspace: '',
      way: 'requests' as const,
      folder: join(this.folder, 'job'),
      maxOutputTokens: 100,
    };
    return { id: JOB, model: 'ernie-5.1', plan };
  }

  /** Claims the next items. */
  async claim(count: number): Promise<readonly Item[]> {
    this.#runner ??= await this.store.enter(JOB);
    return this.store.claim(JOB, this.#runner, count);
  }

  /** Claims and finishes the next items; by default with their number as the answer. */
  async end(count: number, outcome = (item: Item): ItemOutcome => answered(String(item.number))): Promise<void> {
    for (const item of await this.claim(count)) await this.store.finish(leaseOf(item), outcome(item));
  }

  results(options: Partial<ResultsFileOptions> = {}): ResultsFile {
    const { store, path } = this;
    return new ResultsFile({ store, jobId: JOB, path, clock: this.#clock, logger: silentLogger, ...options });
  }

  /** Returns the lines of the file as `custom_id: text`, with the error code in place of the text for failures. */
  lines(): readonly string[] {
    return linesOf(readFileSync(this.path, 'utf8'));
  }

  /** Brings the file up to date by opening and closing it. */
  async update(): Promise<void> {
    const results = this.results();
    await results.start();
    await results.stop();
  }
}

/** Returns the lease of a claimed item. */
export function leaseOf({ number, questionId = '' }: Item): Lease {
  return { jobId: JOB, number, questionId };
}

interface Line {
  readonly custom_id: string;
  readonly response: {
    readonly body: { readonly choices: readonly [{ readonly message: { readonly content: string } }] };
  } | null;
  readonly error: { readonly code: string } | null;
}

/** Parses a file, whose last line must be complete. */
function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw new Error('The last line has no end');
  return lines.map(line => {
    const { custom_id: id, response, error } = JSON.parse(line) as Line;
    return `${id}: ${response?.body.choices[0].message.content ?? error?.code ?? ''}`;
  });
}
