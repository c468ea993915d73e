import type { BatchStage } from '../../batchInference.ts';
import type { Endpoint } from '../../chat.ts';
import type { NanoYuan } from '../../money.ts';

/**
 * How far a part of a job is, each written before the next step begins:
 *
 * - `cut`: the most it can cost is reserved, its items are being held; its file is in the job's folder
 * - `uploaded`: the service has the file
 * - `ordering`: the order is about to be given, or was, and nobody knows whether it arrived
 * - `ordered`: the service works, and it costs
 * - `answered`: the service is at its end; results are being written
 * - `closed`: every item is written or was given back; files are left to be deleted
 * - `gone`: nothing is left of it but this row
 */
export const PART_STATES = ['cut', 'uploaded', 'ordering', 'ordered', 'answered', 'closed', 'gone'] as const;

export type PartState = (typeof PART_STATES)[number];

/** What is known of a part. */
export interface PartPlan {
  /** Name of the workspace it is booked to, which budgets read from here. */
  readonly workspace: string;
  /** Where it is handed over, with its account: it stays there when the person chooses another one. */
  readonly endpoint: Endpoint;
  readonly model: string;
  /** Items, of which the first and the last have these numbers. */
  readonly count: number;
  readonly first: number;
  readonly last: number;
  /** Of its file in the job's folder. */
  readonly byteLength: number;
  readonly windowHours: number;
  readonly fileId?: string;
  readonly batchId?: string;
  /** The service was asked to stop. */
  readonly isStopped?: true;
  /** What the service came to. */
  readonly stage?: BatchStage;
  readonly outputFileId?: string;
  readonly errorFileId?: string;
  /** The service's own code, where it refused all of it. */
  readonly code?: string;
}

/** A part of a job as the file has it. */
export interface Part {
  readonly jobId: string;
  /** Counts from 1. */
  readonly number: number;
  readonly state: PartState;
  /** The most that can still be booked of it. */
  readonly reservedNanoYuan: NanoYuan;
  readonly plan: PartPlan;
}

/** The question by which an item of a part is booked: always the same, however often its result is read. */
export function questionOf({ jobId, number }: Pick<Part, 'jobId' | 'number'>, itemNumber: number): string {
  return `${jobId}.${number}.${itemNumber}`;
}
