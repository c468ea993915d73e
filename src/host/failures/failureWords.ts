import type { FailureActionId } from './failureActions.ts';

/** Parts of a failure notice: what happened and what to do next; the sentence about the charge goes between them. */
export interface FailureWords {
  readonly what: string;
  readonly next?: string;
  /** Replaces the default sentence about the charge where it would be wrong. */
  readonly charge?: string;
  readonly actions: readonly FailureActionId[];
}
