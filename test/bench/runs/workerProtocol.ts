import type { Job } from '../loads/load.ts';

/** What a worker is told. */
export interface WorkerInput {
  readonly job: Job;
  readonly url: string;
  readonly folder: string;
  readonly perSecond: number;
  readonly burst: number;
}

/** Before its result, as libraries print too. */
export const RESULT_MARK = 'bench result: ';
