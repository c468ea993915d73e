import { describeError, WenxinError } from '../../errors.ts';
import type { BatchLine } from '../batchLine.ts';
import type { Item, ItemFailure, Lease } from '../item.ts';
import type { Job, Pause } from '../job.ts';
import { readRequest } from '../requestsFile.ts';
import type { ItemWrites } from './itemWrites.ts';

/** A held item with its request. */
export interface ReadItem {
  readonly item: Item;
  readonly lease: Lease;
  readonly line: BatchLine;
}

interface ReadAheadOptions {
  readonly job: Job;
  readonly beforeAsking?: (item: Item) => Promise<ItemFailure | undefined>;
  readonly writes: ItemWrites;
  /** Called when the requests file is missing or was changed. */
  readonly onUnreadable: (pause: Pause) => void;
}

/** Queue of held items whose requests are already read, so that a free slot is filled at once. */
export class ReadAhead {
  readonly #options: ReadAheadOptions;
  readonly #items: ReadItem[] = [];

  constructor(options: ReadAheadOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#items.length;
  }

  /** Removes and returns the next item. */
  next(): ReadItem | undefined {
    return this.#items.shift();
  }

  /** Reads held items. Throws what `beforeAsking` throws, after all are read. */
  async add(items: readonly Item[]): Promise<void> {
    const reads = await Promise.allSettled(items.map(item => this.#read(item)));
    this.#items.push(...reads.flatMap(read => (read.status === 'fulfilled' && read.value ? [read.value] : [])));
    for (const read of reads) if (read.status === 'rejected') throw read.reason;
  }

  giveBack(): void {
    for (const { lease } of this.#items.splice(0)) this.#options.writes.giveBack(lease, false);
  }

  async #read(item: Item): Promise<ReadItem | undefined> {
    const { job, beforeAsking, writes, onUnreadable } = this.#options;
    const { number, questionId = '' } = item;
    const lease = { jobId: job.id, number, questionId };
    const failure = await beforeAsking?.(item);
    if (failure !== undefined) {
      writes.finish(lease, { state: 'failed', failure });
      return undefined;
    }
    try {
      return { item, lease, line: await readRequest(job.plan.folder, item) };
    } catch (error) {
      // Other errors may contain the line's text.
      const detail = error instanceof WenxinError ? describeError(error) : `line ${number} cannot be read`;
      onUnreadable({ reason: 'input', detail });
      writes.giveBack(lease, false);
      return undefined;
    }
  }
}
