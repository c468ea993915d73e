import type { Job } from '../loads/load.ts';

/** The input of a worker. */
export interface WorkerInput {
  readonly job: Job;
  readonly url: string;
  readonly folder: string;
  readonly perSecond: number;
  readonly burst: number;
}

/** Marks the line of the result, as libraries may print too. */
export const RESULT_MARK = 'bench result: ';
