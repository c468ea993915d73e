import type { Endpoint } from '../../chat.ts';
import type { BatchStore } from '../batchStore.ts';
import type { PartLimits } from './cutPart.ts';
import type { PartStepsOptions } from './partSteps.ts';

/** Dependencies and options of `ServiceRunner`. */
export interface ServiceRunnerOptions extends PartStepsOptions {
  readonly store: BatchStore;
  /** Endpoint for new parts, with its account; read for each part. */
  readonly endpoint: () => Endpoint;
  /** How long the service may take for a part, from 1 to 672 hours; 24 if missing. */
  readonly windowHours?: () => number;
  readonly limits?: PartLimits;
}
