import type { BudgetName } from '../budget.ts';
import type { NanoYuan } from '../money.ts';

/**
 * `waiting` for its scheduled time or for the user to start it; `running`, if a runner is active; `paused` for
 * `Job.pause`; `done` when no item is left to be asked; `cancelled` by the user.
 */
export const JOB_STATES = ['waiting', 'running', 'paused', 'done', 'cancelled'] as const;

export type JobState = (typeof JOB_STATES)[number];

/**
 * Why a job is paused. `person`: by the user. `budget`: a budget does not cover the next item, and midnight alone does
 * not resume it. `quota`: the service's quota is used up until `untilMs`. `overdue`: the account needs a top-up.
 * `credentials`, `model`, `price`: something about them has to be fixed first. `consumer`: the user has paused this
 * extension's requests. `connection`: an endpoint, certificate, proxy or login page needs user action. `storage`: the
 * ledger's database or the results file cannot be written. `input`: the requests file is missing or was changed.
 * `rejected`: the service refuses the whole batch.
 */
export type PauseReason =
  | 'person'
  | 'budget'
  | 'quota'
  | 'overdue'
  | 'credentials'
  | 'model'
  | 'price'
  | 'consumer'
  | 'connection'
  | 'storage'
  | 'input'
  | 'rejected';

/** Why a job is paused, and until when, if known; it then resumes on its own. */
export interface Pause {
  readonly reason: PauseReason;
  readonly untilMs?: number;
  /** For logs and bug reports: the service's own code, or the error's message. Contains no key, question or answer. */
  readonly detail?: string;
  /** Which budget, for the reason `budget`. */
  readonly budget?: BudgetName;
}

/** How items are asked: one request each, or by the service's batch inference, which is cheaper but slower. */
export type JobWay = 'requests' | 'service';

/** The properties of a job that are fixed when it is created. */
export interface JobPlan {
  /** Display name, from the files or the prompt. */
  readonly title: string;
  readonly origin: 'files' | 'functions' | 'jsonl' | 'csv';
  /** Name of the workspace it is booked to; empty if there is none. */
  readonly workspace: string;
  readonly way: JobWay;
  /** Contains the job's `requests.jsonl`, one line (`batchLine.ts`) per item. */
  readonly folder: string;
  /** File to which results are written as they arrive; in `folder` if missing. */
  readonly resultsPath?: string;
  /** The answers are new versions of the source files, to be reviewed as changes. */
  readonly isEdit?: true;
  /** Limit of one answer, for lines without their own. */
  readonly maxOutputTokens: number;
  readonly temperature?: number;
  /** Lines that name this model follow the job's current model. Defaults to the job's first model. */
  readonly lineModel?: string;
  /** The dry run's 90 % interval of the cost. Missing if the price was unknown. */
  readonly expected?: { readonly lowNanoYuan: NanoYuan; readonly highNanoYuan: NanoYuan };
}

/** A job before it is stored. */
export interface NewJob {
  /** Unique; also the batch's name in the ledger and in budgets. */
  readonly id: string;
  readonly model: string;
  /** Scheduled start; if missing, the user starts it. */
  readonly startAtMs?: number;
  readonly plan: JobPlan;
}

/** Number of items in each state. */
export interface JobCounts {
  readonly total: number;
  readonly waiting: number;
  readonly running: number;
  readonly done: number;
  readonly failed: number;
  readonly cancelled: number;
}

/** A job as stored. */
export interface Job extends NewJob {
  readonly createdAtMs: number;
  readonly state: JobState;
  readonly pause?: Pause;
  readonly endedAtMs?: number;
  readonly counts: JobCounts;
  /** Amount booked so far, including failed and lost attempts. */
  readonly amountNanoYuan: NanoYuan;
  /** Number of registered runners, which may include dead ones. */
  readonly runners: number;
}

/** The mutable properties of a job. `pause: undefined` clears the pause. */
export interface JobChange {
  readonly state?: JobState;
  readonly pause?: Pause | undefined;
  readonly model?: string;
  readonly startAtMs?: number | undefined;
  readonly endedAtMs?: number | undefined;
}

/** The current state of a job as far as runners need it, without counting items. */
export interface JobStanding {
  readonly state: JobState;
  readonly pause?: Pause;
  readonly model: string;
  /** At least one item is waiting. */
  readonly isWaiting: boolean;
  /** No item is waiting or running. */
  readonly isOver: boolean;
}
