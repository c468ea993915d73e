import type { Endpoint, SettledAnswer, Usage } from './chat.ts';
import type { FailureKind } from './errors.ts';

/** A file of requests on its way to the service: JSONL, each line with its `custom_id`. */
export interface RequestsToUpload {
  /** Is read while it is sent, so it must not change meanwhile. */
  readonly path: string;
  /** As the service shows it in the person's storage. */
  readonly name: string;
}

/** What the service is asked to work through. */
export interface BatchOrder {
  readonly fileId: string;
  /** From 1 to 672; what is not done then is left undone. */
  readonly windowHours: number;
  /** At most 16. The service gives them back, which is how an order is found again whose answer was lost. */
  readonly marks: Readonly<Record<string, string>>;
}

/**
 * How far the service is. `working` also for words that nobody knows; `failed`: it refuses the whole of it, and has
 * answered nothing.
 */
export type BatchStage = 'working' | 'completed' | 'failed' | 'expired' | 'cancelled';

/** What the service says of an order. Everything but the id and the stage is its own choice to say. */
export interface OrderedBatch {
  readonly id: string;
  readonly stage: BatchStage;
  readonly inputFileId?: string;
  /** Holds the answers. */
  readonly outputFileId?: string;
  /** Holds what failed, line by line. */
  readonly errorFileId?: string;
  /** Requests so far. */
  readonly counts?: { readonly total: number; readonly done: number; readonly failed: number };
  readonly marks: Readonly<Record<string, string>>;
  /** Of `failed`: the service's own code. */
  readonly code?: string;
}

/** What became of one request. `undone` was not asked at all, because time was up or the batch was cancelled. */
export type BatchResult = { readonly customId: string } & (
  | {
      readonly state: 'answered';
      readonly answer: SettledAnswer;
      /** The service's safety rules keep it back, or took it back. */
      readonly isWithheld?: true;
      /** As the service names it; missing where it does not. */
      readonly model?: string;
      /** Missing where the service says nothing that can be believed. */
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
 * The service's own batch inference: slower than asking, and cheaper. Every call throws `WenxinError`s as the chat does,
 * `no-endpoint` where the endpoint's protocol has no batches, and the signal's reason.
 */
export interface BatchInference {
  /** Sends a file and returns the id that the service gives it. */
  readonly upload: (to: Endpoint, file: RequestsToUpload, signal: AbortSignal) => Promise<string>;
  /** Gives an order, which will cost money. When no answer comes it may have arrived all the same. */
  readonly create: (to: Endpoint, order: BatchOrder, signal: AbortSignal) => Promise<OrderedBatch>;
  readonly look: (to: Endpoint, batchId: string, signal: AbortSignal) => Promise<OrderedBatch>;
  /** The orders of the account, the newest first. Throws `too-large` when there are more than it goes through. */
  readonly list: (to: Endpoint, signal: AbortSignal) => AsyncIterable<OrderedBatch>;
  /** Asks the service to stop; what is answered by then is there, and costs. */
  readonly cancel: (to: Endpoint, batchId: string, signal: AbortSignal) => Promise<OrderedBatch>;
  /** Hands over what stands in a file of results, line by line, in any order; `undefined` for one that cannot be read. */
  readonly results: (
    to: Endpoint,
    fileId: string,
    take: (result: BatchResult | undefined) => Promise<void>,
    signal: AbortSignal,
  ) => Promise<void>;
  readonly deleteFile: (to: Endpoint, fileId: string, signal: AbortSignal) => Promise<void>;
}
