import type { FailureActionId } from './failureActions.ts';

/** What happened and what to do next; the charge stands between them. */
export interface FailureWords {
  readonly what: string;
  readonly next?: string;
  /** Replaces the sentence about the charge where the usual one would be wrong. */
  readonly charge?: string;
  readonly actions: readonly FailureActionId[];
}
