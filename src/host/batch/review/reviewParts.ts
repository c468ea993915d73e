import type { BatchStore } from '../../../core/batch/batchStore.ts';
import type { Clock } from '../../../core/clock.ts';
import type { Logger } from '../../../core/logger.ts';
import type { ReviewTexts } from './reviewTexts.ts';

/** What a review of edits depends on. */
export interface ReviewParts {
  /** Already open. */
  readonly store: BatchStore;
  readonly texts: ReviewTexts;
  readonly clock: Clock;
  readonly logger: Logger;
}
