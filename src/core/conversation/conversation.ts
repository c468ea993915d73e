import type { Booking } from '../booking.ts';
import type { AttemptFailure, Finish, FresherAnswer, Origin, Waiting } from '../chat.ts';
import type { Feature } from '../feature.ts';
import type { BudgetName } from '../budget.ts';
import type { Citation } from '../citation.ts';
import type { FailureKind } from '../errors.ts';
import type { NanoYuan } from '../money.ts';

/** Kind of attachment: a whole file, the contents of a folder, a named part of a file, or text from elsewhere. */
export type AttachmentKind = 'file' | 'folder' | 'symbol' | 'problems' | 'terminal' | 'changes' | 'pasted';

/** Content attached to a question, as it was when it was attached. */
export interface Attachment {
  readonly id: string;
  /** Missing for selected code; older versions had no other attachments. */
  readonly kind?: AttachmentKind;
  /** Path as displayed: relative to the workspace, otherwise the file name; empty if there is none. */
  readonly path: string;
  /** Further identification: the name of a symbol or a terminal; `staged` or `unstaged` for changes. */
  readonly name?: string;
  /** Number of files (of a folder or of changes) or problems: found, and included in the text. */
  readonly parts?: { readonly taken: number; readonly found: number };
  /** VS Code's language id; empty if unknown. */
  readonly languageId: string;
  /** First and last line, from 1. */
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
  /**
   * URI of the source file, for applying changes. Missing if the text is not part of one file, in attachments of older
   * versions, and in imported ones whose file is in no open folder. Never sent or exported.
   */
  readonly uri?: string;
  /** The text is the whole file. */
  readonly isWholeFile?: true;
}

/** One question with its answer. */
export interface Turn {
  readonly id: string;
  readonly feature: Feature;
  /** The text that the conversation displays. */
  readonly question: string;
  /** The text that is sent; differs from `question` for built-in commands. */
  readonly prompt: string;
  readonly attachments: readonly Attachment[];
  /** Maximum number of earlier questions to send; default: the setting. */
  readonly mostEarlier?: number;
  readonly askedAtMs: number;
  /** Id of the previous turn; empty for a first turn. Missing in turns of older versions, which have no branches. */
  readonly parent?: string;
  /** Id of the sibling turn whose question this one repeats, bypassing the cache. */
  readonly repeats?: string;
  readonly answer: Answer;
}

/** An answer, complete or not. `stopped`: by the user; `failed`: for the reason in `failure`. */
export interface Answer {
  readonly state: 'waiting' | 'streaming' | 'finished' | 'stopped' | 'failed';
  /** Model that answers or was tried last; may differ from the current setting. */
  readonly model: string;
  /** The requested model, if another one answers. */
  readonly askedModel?: string;
  /** Name of the endpoint that answers or was tried last; missing before the first attempt. */
  readonly endpoint?: string;
  /** Failed attempts before that one, in order. */
  readonly failures?: readonly AttemptFailure[];
  /** Set with the first content if another endpoint or model answers than planned. */
  readonly failover?: Failover;
  /** The preferred endpoint, if it was skipped because of recent failures. */
  readonly insteadOf?: string;
  readonly reasoning: string;
  /** Duration of the completed phases of reasoning, in milliseconds. */
  readonly reasoningMs?: number;
  /** Wall-clock time at which the current phase of reasoning began, in milliseconds. */
  readonly reasoningSinceMs?: number;
  readonly text: string;
  /** Length of the text, in UTF-16 code units, at the start of the latest continuation. */
  readonly continuedAt?: number;
  /** How many earlier questions were sent and left out, and why. Missing if there were none. */
  readonly earlier?: { readonly sent: number; readonly leftOut: number; readonly because: 'length' | 'count' };
  /** Pages that the answer relies on, in order of arrival. */
  readonly citations?: readonly Citation[];
  /** What the question is waiting for before it is sent. */
  readonly waiting?: Wait;
  /** How long it waited before it was sent, in milliseconds. */
  readonly waitedMs?: number;
  /** Seconds since it was sent, while the user has to decide whether to keep waiting. */
  readonly slow?: { readonly seconds: number };
  /** The output limit was reduced to what is left of the budget. */
  readonly limited?: {
    readonly maxOutputTokens: number;
    readonly leftNanoYuan: NanoYuan;
    /** Missing, also in old conversations, for today's budget for everything. */
    readonly budget?: BudgetName;
  };
  /** The model's own output limit is lower than the user's. */
  readonly isModelLimit?: true;
  /** The service's safety rules withdrew the text, or ended the conversation. */
  readonly safety?: 'withdrawn' | 'ended';
  readonly finish?: Finish;
  /** Source of the answer, if the service did not answer this question itself. */
  readonly origin?: Origin;
  /** The service's current answer, for the user to accept. */
  readonly fresher?: FresherAnswer;
  readonly failure?: Failure;
  /** One for each attempt that was sent. */
  readonly bookings: readonly Booking[];
}

/** What a question is waiting for. */
export interface Wait extends Omit<Waiting, 'type' | 'skip'> {
  /** Whether the user can end the wait. */
  readonly canSkip: boolean;
}

/** An answer by another endpoint or model than planned. */
export interface Failover {
  /** The planned endpoint and model. */
  readonly from: { readonly endpoint: string; readonly model: string };
  /** Why they did not answer; missing if they were skipped from the start. */
  readonly because?: FailureKind;
}

/**
 * A failure as stored with its question: details only; the message is composed for display. `interrupted`: the process
 * ended during the answer; `elsewhere`: another window is still writing it, which is not stored but found on reading.
 */
export interface Failure {
  readonly kind: FailureKind | 'interrupted' | 'elsewhere' | 'unexpected';
  readonly status?: number;
  readonly code?: string;
  readonly requestId?: string;
  readonly host?: string;
  readonly retryAfterMs?: number;
  /** Wall-clock time in milliseconds at which `retryAfterMs` has passed. */
  readonly retryAtMs?: number;
  readonly limitSeconds?: number;
  /** Missing for today's budget for everything. */
  readonly budget?: BudgetName;
  readonly budgetNanoYuan?: NanoYuan;
  readonly spentNanoYuan?: NanoYuan;
  readonly worstNanoYuan?: NanoYuan;
  readonly consumer?: string;
  readonly tokens?: number;
  readonly limitTokens?: number;
  /** For rejected signatures: minutes that this computer's clock is fast; negative if slow. */
  readonly clockOffMinutes?: number;
  /** For `circuit`: the endpoint's name and its number of consecutive failures. */
  readonly endpoint?: string;
  readonly failures?: number;
  /**
   * A fallback model that was not used because it is more expensive, and how many times as much it costs; no ratio if
   * the requested model is free.
   */
  readonly dearerModel?: string;
  readonly dearerRatio?: number;
}

/** The displayed branch of a conversation: its turns in order. */
export interface Conversation {
  readonly id: string;
  readonly turns: readonly Turn[];
}

/** Returns whether the answer is still in progress. */
export function isOpen(turn: Turn): boolean {
  return turn.answer.state === 'waiting' || turn.answer.state === 'streaming';
}
