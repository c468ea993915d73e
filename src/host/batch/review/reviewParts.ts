import type { BatchStore } from '../../../core/batch/batchStore.ts';
import type { Clock } from '../../../core/clock.ts';
import type { Logger } from '../../../core/logger.ts';
import type { ReviewTexts } from './reviewTexts.ts';

/** What a review of edits works with. */
export interface ReviewParts {
  /** Open. */
  readonly store: BatchStore;
  readonly texts: ReviewTexts;
  readonly clock: Clock;
  readonly logger: Logger;
}
