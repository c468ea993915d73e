import type { BatchLine } from './batchLine.ts';
import type { JobPlan } from './job.ts';

/**
 * Returns the model for a line: its own, if that differs from the job's model when the lines were written. All other
 * lines follow the job's current model.
 *
 * @param jobModel the job's current model.
 */
export function modelOfLine(
  { model }: Pick<BatchLine, 'model'>,
  { lineModel }: Pick<JobPlan, 'lineModel'>,
  jobModel: string,
): string {
  return model === undefined || model === lineModel ? jobModel : model;
}
