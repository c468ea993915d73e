import type { Usage } from '../booking.ts';
import type { SettledAnswer } from '../chat.ts';
import type { FailureKind } from '../errors.ts';
import type { NanoYuan } from '../money.ts';

/** A `running` item is held by a runner, or by no runner if it was handed to the service's batch inference. */
export const ITEM_STATES = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;

export type ItemState = (typeof ITEM_STATES)[number];

/** The origin of an item, for the review of its answer. */
export interface ItemSource {
  /** URI of the file, as text. */
  readonly uri: string;
  /** Hex hash of the file's text when the item was created; the item is not asked if the text has changed. */
  readonly sha256: string;
  /** Range of lines, counted from 0, `endLine` excluded; the whole file if missing. */
  readonly lines?: { readonly startLine: number; readonly endLine: number };
  /** VS Code's language id. */
  readonly languageId: string;
}

/** An item before it is stored. */
export interface NewItem {
  /** Unique in its job. */
  readonly customId: string;
  /** Hex hash of its line in `requests.jsonl`. */
  readonly inputHash: string;
  /** Byte position of its line in `requests.jsonl`; the length excludes the line feed. */
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly source?: ItemSource;
}

/** Why an item has no answer. */
export interface ItemFailure {
  /** `filtered`: the service's content filter ended the answer; `input-changed`: its source file was changed. */
  readonly kind: FailureKind | 'filtered' | 'input-changed';
  readonly status?: number;
  /** The service's own code. */
  readonly code?: string;
  readonly requestId?: string;
}

/** The final result of an item. */
export type ItemOutcome =
  | {
      readonly state: 'done';
      readonly answer: SettledAnswer;
      readonly model: string;
      /** Missing if the answer was cached. */
      readonly usage?: Usage;
      readonly requestId?: string;
      /** No request was sent: the answer was cached, or shared with an identical question. */
      readonly isCached?: true;
    }
  | { readonly state: 'failed'; readonly failure: ItemFailure };

/** An item as stored. */
export interface Item extends NewItem {
  /** Counts from 1 in the order of `requests.jsonl`. */
  readonly number: number;
  readonly state: ItemState;
  /** How often it was tried, each time with all its attempts. */
  readonly tries: number;
  /** Id of its last question, under which the ledger records its attempts. */
  readonly questionId?: string;
  /** Amount of the last question; missing if the price is unknown. */
  readonly amountNanoYuan?: NanoYuan;
  readonly endedAtMs?: number;
  /** A per-job sequence number of ended items, in the order in which they ended. */
  readonly ended?: number;
  readonly outcome?: ItemOutcome;
  readonly review?: 'accepted' | 'rejected';
}

/** An item held exclusively by its holder. */
export interface Lease {
  readonly jobId: string;
  readonly number: number;
  readonly questionId: string;
}
