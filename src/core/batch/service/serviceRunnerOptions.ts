import type { Endpoint } from '../../chat.ts';
import type { BatchStore } from '../batchStore.ts';
import type { PartLimits } from './cutPart.ts';
import type { PartStepsOptions } from './partSteps.ts';

/** What hands jobs to the service's batch inference. */
export interface ServiceRunnerOptions extends PartStepsOptions {
  readonly store: BatchStore;
  /** Where new parts are handed over, with its account; asked for each. */
  readonly endpoint: () => Endpoint;
  /** How long the service may take for a part, from 1 to 672; 24 where missing. */
  readonly windowHours?: () => number;
  /** How large a part may be. */
  readonly limits?: PartLimits;
}
