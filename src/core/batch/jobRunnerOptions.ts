import type { ChatBackend } from '../chat.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { BatchStore } from './batchStore.ts';
import type { Item, ItemFailure } from './item.ts';

/** Dependencies of a job runner. */
export interface JobRunnerOptions {
  readonly store: BatchStore;
  /** A client whose ledger is the store's database: it writes results together with their bookings. */
  readonly backend: ChatBackend;
  /** Maximum number of concurrent items; read for each. The client's own limits decide how many of them are sent. */
  readonly concurrency: () => number;
  /** Called for each item that is done or failed, after that is stored. */
  readonly onItem?: (item: Item) => void;
  /** Called shortly before an item is asked; if it returns a failure, the item fails and nothing is sent. */
  readonly beforeAsking?: (item: Item) => Promise<ItemFailure | undefined>;
  readonly clock: Clock;
  readonly logger: Logger;
}
