import type { BatchInput } from '../../core/batch/plan/batchInput.ts';
import type { NanoYuan } from '../../core/money.ts';

/** A batch as far as the person has decided about it. */
export interface BatchDraft {
  readonly input: BatchInput;
  readonly model: string;
  readonly maxOutputTokens: number;
  readonly temperature: number | undefined;
  /** Budget of its own. */
  readonly budgetNanoYuan?: NanoYuan | undefined;
}
