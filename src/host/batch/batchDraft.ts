import type { BatchInput } from '../../core/batch/plan/batchInput.ts';
import type { NanoYuan } from '../../core/money.ts';

/** A batch with the user's choices so far. */
export interface BatchDraft {
  readonly input: BatchInput;
  readonly model: string;
  readonly maxOutputTokens: number;
  readonly temperature: number | undefined;
  /** The batch's own budget. */
  readonly budgetNanoYuan?: NanoYuan | undefined;
}
