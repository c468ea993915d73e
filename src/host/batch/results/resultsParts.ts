import type { BatchStore } from '../../../core/batch/batchStore.ts';
import type { ItemFailure } from '../../../core/batch/item.ts';
import type { Clock } from '../../../core/clock.ts';
import type { Logger } from '../../../core/logger.ts';
import type { LedgerEntry } from '../../../core/spend/attemptRows.ts';
import type { TextDocuments } from '../../context/textDocuments.ts';

/** What shows what came of a batch. */
export interface ResultsParts {
  /** Open. */
  readonly store: BatchStore;
  readonly documents: Pick<TextDocuments, 'show'>;
  /** What the ledger has of a question, in the order of its attempts. Throws `storage`. */
  readonly attemptsOf: (questionId: string) => readonly LedgerEntry[];
  /** Why an item has no answer, in a few words. */
  readonly failureText: (failure: ItemFailure) => string;
  /** IANA name of the person's zone; this machine's where missing. */
  readonly timeZone: () => string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}
