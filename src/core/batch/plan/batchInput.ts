import type { JobPlan } from '../job.ts';
import type { PlannedLine } from '../requestsFile.ts';

/** Why a file was skipped. `not-text`: binary; `too-large`: longer than the model accepts. */
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

/** Skipped files, grouped by reason. */
export interface LeftOut {
  readonly reason: LeftOutReason;
  readonly count: number;
  /** Some of them, by their display names. */
  readonly examples: readonly string[];
}

/** The input of a batch. */
export interface BatchInput {
  /** Display name, from the files or the prompt. */
  readonly title: string;
  readonly origin: JobPlan['origin'];
  /** The answers are new versions of the source files. */
  readonly isEdit?: true;
  readonly count: number;
  /**
   * Can be iterated repeatedly, with the same lines in the same order. Lines of a file are read from it each time; if
   * the file has changed, the iteration throws `BatchFileChangedError` at the end.
   */
  readonly lines: readonly PlannedLine[] | AsyncIterable<PlannedLine>;
  readonly leftOut?: readonly LeftOut[];
}
