import type { Usage, SettledAnswer } from '../chat.ts';
import type { FailureKind } from '../errors.ts';
import type { NanoYuan } from '../money.ts';

/** `running` items are held: by a runner that asks them, or by nobody where they were handed to the service's batch inference. */
export const ITEM_STATES = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;

export type ItemState = (typeof ITEM_STATES)[number];

/** What an item was made of, for who reviews its answer. */
export interface ItemSource {
  /** URI of the file, as text. */
  readonly uri: string;
  /** Of the file's text when the item was made, in hex: another one is not asked about. */
  readonly sha256: string;
  /** Lines of the file it is about, counted from 0, `endLine` not included; the whole file where missing. */
  readonly lines?: { readonly startLine: number; readonly endLine: number };
  /** Language of the code, by VS Code's id. */
  readonly languageId: string;
}

/** An item before it is in the file. */
export interface NewItem {
  /** Unique in its job. */
  readonly customId: string;
  /** Of its line in `requests.jsonl`, in hex. */
  readonly inputHash: string;
  /** Where its line stands in `requests.jsonl`, in bytes; without the end of the line. */
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly source?: ItemSource;
}

/** Why an item has no answer. */
export interface ItemFailure {
  /** `filtered`: the service's safety rules ended the answer; `input-changed`: its file is not the one that was planned. */
  readonly kind: FailureKind | 'filtered' | 'input-changed';
  readonly status?: number;
  /** The service's own code. */
  readonly code?: string;
  readonly requestId?: string;
}

/** What an item came to. */
export type ItemOutcome =
  | {
      readonly state: 'done';
      readonly answer: SettledAnswer;
      readonly model: string;
      /** Missing where an answer was there already. */
      readonly usage?: Usage;
      readonly requestId?: string;
      /** It was not asked: the answer was kept, or somebody else asked the same. */
      readonly isCached?: true;
    }
  | { readonly state: 'failed'; readonly failure: ItemFailure };

/** An item as the file has it. */
export interface Item extends NewItem {
  /** Counts from 1 in the order of `requests.jsonl`. */
  readonly number: number;
  readonly state: ItemState;
  /** How often it was asked, each with all its attempts. */
  readonly tries: number;
  /** The question it was asked as last, by which the ledger knows its attempts. */
  readonly questionId?: string;
  /** Of the last one; missing where nobody knows the price. */
  readonly amountNanoYuan?: NanoYuan;
  readonly endedAtMs?: number;
  /** Rises with each item of the job that ends: what ended after another one has a greater one. */
  readonly ended?: number;
  readonly outcome?: ItemOutcome;
  readonly review?: 'accepted' | 'rejected';
}

/** An item that is held, so that nobody else asks it. */
export interface Lease {
  readonly jobId: string;
  readonly number: number;
  readonly questionId: string;
}
