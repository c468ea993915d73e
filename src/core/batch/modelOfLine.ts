import type { BatchLine } from './batchLine.ts';
import type { JobPlan } from './job.ts';

/**
 * The model that a line is asked of: its own, where it is another one than the job's was when the lines were written. All
 * others go along when the job's is changed.
 *
 * @param jobModel that of the job now.
 */
export function modelOfLine(
  { model }: Pick<BatchLine, 'model'>,
  { lineModel }: Pick<JobPlan, 'lineModel'>,
  jobModel: string,
): string {
  return model === undefined || model === lineModel ? jobModel : model;
}
