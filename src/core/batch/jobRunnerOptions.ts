import type { ChatBackend } from '../chat.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { BatchStore } from './batchStore.ts';
import type { Item, ItemFailure } from './item.ts';

/** What asks the items of jobs. */
export interface JobRunnerOptions {
  readonly store: BatchStore;
  /** A client with the ledger that the store's file is: it writes results with their bookings. */
  readonly backend: ChatBackend;
  /** How many items are asked at once at most; read for each. The client's own limits decide how many of them are sent. */
  readonly concurrency: () => number;
  /** Hears of each item that is done or failed, when that is written. */
  readonly onItem?: (item: Item) => void;
  /** Asked shortly before an item is: with a failure it ends so, and nothing is sent. */
  readonly beforeAsking?: (item: Item) => Promise<ItemFailure | undefined>;
  readonly clock: Clock;
  readonly logger: Logger;
}
