import type { Usage } from './booking.ts';
import type { Endpoint, SettledAnswer } from './chat.ts';
import type { FailureKind } from './errors.ts';

/** A file of requests to upload: JSONL, each line with its `custom_id`. */
export interface RequestsToUpload {
  /** Read while it is sent, so it must not change meanwhile. */
  readonly path: string;
  /** File name shown in the user's storage at the service. */
  readonly name: string;
}

/** A batch to submit. */
export interface BatchOrder {
  readonly fileId: string;
  /** From 1 to 672; requests that are not done by then are not executed. */
  readonly windowHours: number;
  /** At most 16. The service returns them, so an order can be found again when the response to `create` was lost. */
  readonly marks: Readonly<Record<string, string>>;
}

/**
 * Progress of a batch. Statuses that this version does not know count as `working`. `failed` means that the service
 * rejected the whole batch and answered nothing.
 */
export type BatchStage = 'working' | 'completed' | 'failed' | 'expired' | 'cancelled';

/** The service's description of a batch. Only the id and the stage are always present. */
export interface OrderedBatch {
  readonly id: string;
  readonly stage: BatchStage;
  readonly inputFileId?: string;
  /** File with the answers. */
  readonly outputFileId?: string;
  /** File with the failed requests, one per line. */
  readonly errorFileId?: string;
  /** Number of requests so far. */
  readonly counts?: { readonly total: number; readonly done: number; readonly failed: number };
  readonly marks: Readonly<Record<string, string>>;
  /** Only for `failed`: the service's own code. */
  readonly code?: string;
}

/** Result of one request. `undone` means that it was not executed, because time was up or the batch was cancelled. */
export type BatchResult = { readonly customId: string } & (
  | {
      readonly state: 'answered';
      readonly answer: SettledAnswer;
      /** The service's safety rules withheld or withdrew the answer. */
      readonly isWithheld?: true;
      /** As the service reports it; missing if it does not. */
      readonly model?: string;
      /** Missing if the service reports none, or an implausible one. */
      readonly usage?: Usage;
      readonly requestId?: string;
    }
  | {
      readonly state: 'failed';
      readonly kind: FailureKind;
      readonly status?: number;
      /** The service's own code. */
      readonly code?: string;
      readonly requestId?: string;
    }
  | { readonly state: 'undone' }
);

/**
 * The service's batch inference: slower and cheaper than a chat request. Every call throws `WenxinError`s as the chat
 * does, `no-endpoint` if the endpoint's protocol has no batches, and the signal's reason.
 */
export interface BatchInference {
  /** Uploads a file and returns the id that the service assigned. */
  readonly upload: (to: Endpoint, file: RequestsToUpload, signal: AbortSignal) => Promise<string>;
  /** Submits a batch, which costs money. If no response arrives, the batch may still have been created. */
  readonly create: (to: Endpoint, order: BatchOrder, signal: AbortSignal) => Promise<OrderedBatch>;
  readonly look: (to: Endpoint, batchId: string, signal: AbortSignal) => Promise<OrderedBatch>;
  /**
   * Lists the account's batches, newest first. Throws `too-large` when there are more than the implementation pages
   * through.
   */
  readonly list: (to: Endpoint, signal: AbortSignal) => AsyncIterable<OrderedBatch>;
  /** Asks the service to stop. Requests answered by then have results, and are charged. */
  readonly cancel: (to: Endpoint, batchId: string, signal: AbortSignal) => Promise<OrderedBatch>;
  /**
   * Passes each line of a result file to `take`, in the order of the file, which is arbitrary; `undefined` for an
   * unreadable line.
   */
  readonly results: (
    to: Endpoint,
    fileId: string,
    take: (result: BatchResult | undefined) => Promise<void>,
    signal: AbortSignal,
  ) => Promise<void>;
  readonly deleteFile: (to: Endpoint, fileId: string, signal: AbortSignal) => Promise<void>;
}
