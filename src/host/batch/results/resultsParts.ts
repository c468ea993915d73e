import type { BatchStore } from '../../../core/batch/batchStore.ts';
import type { ItemFailure } from '../../../core/batch/item.ts';
import type { Clock } from '../../../core/clock.ts';
import type { Logger } from '../../../core/logger.ts';
import type { LedgerEntry } from '../../../core/spend/attemptRows.ts';
import type { TextDocuments } from '../../context/textDocuments.ts';

/** What is needed to show the results of a batch. */
export interface ResultsParts {
  /** Already open. */
  readonly store: BatchStore;
  readonly documents: Pick<TextDocuments, 'show'>;
  /** Returns the ledger entries of a question, in the order of its attempts. Throws `storage`. */
  readonly attemptsOf: (questionId: string) => readonly LedgerEntry[];
  /** Says in a few words why an item has no answer. */
  readonly failureText: (failure: ItemFailure) => string;
  /** Returns the IANA name of the user's time zone; `undefined` means this machine's. */
  readonly timeZone: () => string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}
