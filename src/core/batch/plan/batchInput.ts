import type { JobPlan } from '../job.ts';
import type { PlannedLine } from '../requestsFile.ts';

/** What was left out, and why: `not-text` for what is no text, `too-large` for what is longer than the model takes. */
export type LeftOutReason =
  | 'ignored'
  | 'secret-file'
  | 'protected'
  | 'not-text'
  | 'empty'
  | 'too-large'
  | 'unreadable'
  | 'no-functions'
  | 'too-many';

/** Files that have no item, by why they have none. */
export interface LeftOut {
  readonly reason: LeftOutReason;
  readonly count: number;
  /** Some of them, as a person knows them. */
  readonly examples: readonly string[];
}

/** What a batch will ask. */
export interface BatchInput {
  /** What people see of it; from the files or the prompt. */
  readonly title: string;
  readonly origin: JobPlan['origin'];
  /** The answers are new texts of the files they come from. */
  readonly isEdit?: true;
  readonly count: number;
  /**
   * As often as it is iterated, the same lines in the same order. Those of a file are read from it again, and a file that
   * is another one by then throws a `BatchFileChangedError` at the end.
   */
  readonly lines: readonly PlannedLine[] | AsyncIterable<PlannedLine>;
  readonly leftOut?: readonly LeftOut[];
}
