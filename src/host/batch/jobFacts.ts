import type { JobPhase } from '../../core/batch/jobPhase.ts';
import type { NanoYuan } from '../../core/money.ts';
import type { PersonTime } from '../history/timeText.ts';

/** What is known of a job besides its row. */
export interface JobFacts {
  readonly phase: JobPhase;
  readonly remainingMs: number | undefined;
  /** Budget of its own. */
  readonly budgetNanoYuan: NanoYuan | undefined;
  readonly time: PersonTime;
}
