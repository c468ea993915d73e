import type { BudgetName } from '../budget.ts';
import type { NanoYuan } from '../money.ts';

/**
 * `waiting` for its hour or for the person to begin; `running` as far as somebody runs it; `paused` for `Job.pause`;
 * `done` when no item is left to be asked; `cancelled` by the person.
 */
export const JOB_STATES = ['waiting', 'running', 'paused', 'done', 'cancelled'] as const;

export type JobState = (typeof JOB_STATES)[number];

/**
 * Why a job stands still. `person`: they said so. `budget`: one does not cover the next item, and midnight alone does not
 * lift that. `quota`: the service's allowance is used up until `untilMs`. `overdue`: the account has to be topped up.
 * `credentials`, `model`, `price`: something about them has to be put right first. `consumer`: the person has paused what
 * this extension asks. `connection`: an endpoint, certificate, proxy or login page between here and the service needs
 * somebody's hand. `storage`: the file of the ledger or the results cannot be written. `input`: the file of its requests
 * is gone or was changed. `rejected`: the service refuses the whole of it.
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

/** Why a job stands still, and until when, where that is known: then it goes on by itself. */
export interface Pause {
  readonly reason: PauseReason;
  readonly untilMs?: number;
  /** For the log and for who reports it: the service's own code, or the error's line. Never a key, question or answer. */
  readonly detail?: string;
  /** Of `budget`: which one. */
  readonly budget?: BudgetName;
}

/** How items are asked: one request each, or by the service's own batch inference, which is cheaper and takes its time. */
export type JobWay = 'requests' | 'service';

/** What of a job is decided when it is made. */
export interface JobPlan {
  /** What people see; from the files or the prompt. */
  readonly title: string;
  /** Where its items come from. */
  readonly origin: 'files' | 'functions' | 'jsonl' | 'csv';
  /** Name of the workspace it is booked to; empty where there is none. */
  readonly workspace: string;
  readonly way: JobWay;
  /** Holds the job's `requests.jsonl`, one line of `batchLine.ts` an item. */
  readonly folder: string;
  /** Where results are written as they come; in `folder` where missing. */
  readonly resultsPath?: string;
  /** The answers are new texts of the files they came from, to be reviewed as changes. */
  readonly isEdit?: true;
  /** Upper bound of one answer, for lines that have none of their own. */
  readonly maxOutputTokens: number;
  readonly temperature?: number;
  /** Lines with this model are asked as whatever model the job has then. Its first one, unless something else is said. */
  readonly lineModel?: string;
  /** By the dry run: nine of ten such jobs cost from `low` to `high`. Missing where the price was unknown. */
  readonly expected?: { readonly lowNanoYuan: NanoYuan; readonly highNanoYuan: NanoYuan };
}

/** A job before it is in the file. */
export interface NewJob {
  /** Unique; also the batch's name in the ledger and in budgets. */
  readonly id: string;
  readonly model: string;
  /** Begins at this hour; when the person says so, where missing. */
  readonly startAtMs?: number;
  readonly plan: JobPlan;
}

/** How many items are in which state. */
export interface JobCounts {
  readonly total: number;
  readonly waiting: number;
  readonly running: number;
  readonly done: number;
  readonly failed: number;
  readonly cancelled: number;
}

/** A job as the file has it. */
export interface Job extends NewJob {
  readonly createdAtMs: number;
  readonly state: JobState;
  readonly pause?: Pause;
  readonly endedAtMs?: number;
  readonly counts: JobCounts;
  /** Booked so far, with all that failed and is lost. */
  readonly amountNanoYuan: NanoYuan;
  /** Processes ask its items just now, or did until they died. */
  readonly runners: number;
}

/** What may change of a job. `pause: undefined` takes the reason away. */
export interface JobChange {
  readonly state?: JobState;
  readonly pause?: Pause | undefined;
  readonly model?: string;
  readonly startAtMs?: number | undefined;
  readonly endedAtMs?: number | undefined;
}

/** How a job stands: what decides about asking its items, without counting them. */
export interface JobStanding {
  readonly state: JobState;
  readonly pause?: Pause;
  readonly model: string;
  /** One of its items waits at least. */
  readonly isWaiting: boolean;
  /** None of its items waits or is held. */
  readonly isOver: boolean;
}
