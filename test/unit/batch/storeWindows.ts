import type { DatabaseSync } from 'node:sqlite';
import { BatchStore } from '../../../src/core/batch/batchStore.ts';
import type { Item, ItemOutcome, Lease, NewItem } from '../../../src/core/batch/item.ts';
import type { NewJob } from '../../../src/core/batch/job.ts';
import type { Permit } from '../../../src/core/admission.ts';
import type { AttemptRequest } from '../../../src/core/chat.ts';
import { writeOutcome } from '../../../src/core/batch/store/itemRows.ts';
import { spentOnBatch } from '../../../src/core/spend/budgetRows.ts';
import type { Ledger, LedgerOptions } from '../../../src/core/spend/ledger.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { LedgerWindows } from '../spend/ledgerWindows.ts';

/** The outcome of an answered item. */
export const DONE: ItemOutcome = {
  state: 'done',
  answer: { text: '好', reasoning: '', toolCalls: [], finish: 'stop' },
  model: 'ernie-test',
};

export const FAILED: ItemOutcome = { state: 'failed', failure: { kind: 'busy', status: 500 } };

/** Returns a job that sends requests. */
export function exampleJob(changes: Partial<NewJob> = {}): NewJob {
  const plan = { title: 'Questions', origin: 'jsonl', workspace: 'w', way: 'requests', folder: '/jobs/1' } as const;
  return { id: 'job-1', model: 'ernie-test', plan: { ...plan, maxOutputTokens: 100 }, ...changes };
}

/** Returns this number of items. */
export function exampleItems(count: number): NewItem[] {
  return Array.from({ length: count }, (_, index) => ({
    customId: `c${index + 1}`,
    inputHash: 'aa',
    byteOffset: index * 100,
    byteLength: 99,
  }));
}

/** Returns the lease of a claimed item. */
export function leaseOf({ number, questionId = '' }: Item, jobId = 'job-1'): Lease {
  return { jobId, number, questionId };
}

/** Returns the attempt for an item, which writes its result together with its booking. */
export function requestOf(item: Item, jobId = 'job-1'): AttemptRequest {
  return exampleAttempt({
    questionId: item.questionId ?? '',
    feature: 'batch',
    cause: 'batch',
    batch: jobId,
    onSettle: (database, booking, answer) => {
      if (booking.outcome !== 'ok') return;
      const outcome = { state: 'done', answer, model: booking.model, usage: booking.usage } as const;
      writeOutcome(database, leaseOf(item, jobId), outcome, booking.amountNanoYuan, 5);
    },
  });
}

/** Windows that share the file of a ledger and a clock, each with its own store. */
export class StoreWindows {
  readonly windows = new LedgerWindows();
  readonly stores: BatchStore[] = [];

  get clock(): LedgerWindows['clock'] {
    return this.windows.clock;
  }

  /**
   * Opens another window: its store, and its ledger, which is ready.
   *
   * @param clock The clock of the store; it may be frozen, like that of a suspended window.
   */
  async make(
    options: Partial<LedgerOptions> = {},
    clock = this.clock,
  ): Promise<{ readonly store: BatchStore; readonly ledger: Ledger }> {
    const ledger = this.windows.make(options);
    await ledger.ready();
    const store = new BatchStore(ledger, spentOnBatch, clock);
    this.stores.push(store);
    return { store, ledger };
  }

  /** Sends an item, and books it with its answer. */
  async ask(ledger: Ledger, item: Item, jobId = 'job-1'): Promise<void> {
    this.answer(await this.windows.enter(ledger, undefined, requestOf(item, jobId)), `answer ${item.number}`);
  }

  /** Completes an attempt with an answer. */
  answer(permit: Permit, text: string): void {
    permit.observe({ type: 'text', text });
    this.windows.finish(permit);
  }

  /** Opens a bare connection to the file. */
  connect(): DatabaseSync {
    return this.windows.connect();
  }

  async close(): Promise<void> {
    for (const store of this.stores) await store.close();
    await this.windows.close();
  }
}
