import type { JobPhase } from '../../core/batch/jobPhase.ts';
import type { NanoYuan } from '../../core/money.ts';
import type { PersonTime } from '../history/timeText.ts';

/** What is known about a job beyond its row. */
export interface JobFacts {
  readonly phase: JobPhase;
  readonly remainingMs: number | undefined;
  /** The job's own budget. */
  readonly budgetNanoYuan: NanoYuan | undefined;
  readonly time: PersonTime;
}
