import type { BatchStage } from '../../batchInference.ts';
import type { Endpoint } from '../../chat.ts';
import type { NanoYuan } from '../../money.ts';

/**
 * The progress of a part of a job. Each state is stored before the next step begins:
 *
 * - `cut`: its maximum cost is reserved and its items are being held; its file is in the job's folder
 * - `uploaded`: the service has the file
 * - `ordering`: the order is about to be created, or was, and it is unknown whether it arrived
 * - `ordered`: the service is processing it, which is charged
 * - `answered`: the service has finished; results are being written
 * - `closed`: every item is written or given back; only files remain to be deleted
 * - `gone`: only this row remains
 */
export const PART_STATES = ['cut', 'uploaded', 'ordering', 'ordered', 'answered', 'closed', 'gone'] as const;

export type PartState = (typeof PART_STATES)[number];

/** The properties of a part. */
export interface PartPlan {
  /** Name of the workspace it is booked to; budgets read it from here. */
  readonly workspace: string;
  /** Its endpoint, with the account; unaffected by a later change of settings. */
  readonly endpoint: Endpoint;
  readonly model: string;
  /** Number of items, and the numbers of the first and the last one. */
  readonly count: number;
  readonly first: number;
  readonly last: number;
  /** Size of its file in the job's folder. */
  readonly byteLength: number;
  readonly windowHours: number;
  readonly fileId?: string;
  readonly batchId?: string;
  /** Cancellation was requested from the service. */
  readonly isStopped?: true;
  /** The final stage at the service. */
  readonly stage?: BatchStage;
  readonly outputFileId?: string;
  readonly errorFileId?: string;
  /** The service's own code, if it refused the whole part. */
  readonly code?: string;
}

/** A part of a job as stored. */
export interface Part {
  readonly jobId: string;
  /** Counts from 1. */
  readonly number: number;
  readonly state: PartState;
  /** The maximum amount that can still be booked for it. */
  readonly reservedNanoYuan: NanoYuan;
  readonly plan: PartPlan;
}

/** Returns the question id for an item of a part: deterministic, so a result that is read again is not booked twice. */
export function questionOf({ jobId, number }: Pick<Part, 'jobId' | 'number'>, itemNumber: number): string {
  return `${jobId}.${number}.${itemNumber}`;
}
