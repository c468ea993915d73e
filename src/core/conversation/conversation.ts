import type { AttemptFailure, Booking, Finish, FresherAnswer, Origin, Waiting } from '../chat.ts';
import type { Feature } from '../feature.ts';
import type { BudgetName } from '../budget.ts';
import type { Citation } from '../citation.ts';
import type { FailureKind } from '../errors.ts';
import type { NanoYuan } from '../money.ts';

/** What an attachment is: a whole file, what is below a folder, a named part of a file, or text from elsewhere. */
export type AttachmentKind = 'file' | 'folder' | 'symbol' | 'problems' | 'terminal' | 'changes' | 'pasted';

/** Something that goes along with a question, as it was when it was attached. */
export interface Attachment {
  readonly id: string;
  /** Missing: selected code, as all attachments of older versions are. */
  readonly kind?: AttachmentKind;
  /** Path as the person knows it: relative to the workspace, else the file's name; empty where there is none. */
  readonly path: string;
  /** What a path does not tell: the name of a symbol or a terminal; of changes `staged` or `unstaged`. */
  readonly name?: string;
  /** Files of a folder or of changes, or problems: how many there are, and how many of them are in the text. */
  readonly parts?: { readonly taken: number; readonly found: number };
  /** VS Code's name of the language; empty when unknown. */
  readonly languageId: string;
  /** First and last line, counted from 1. */
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
  /** Address of the file it was taken from, to change it there; missing where it is no part of one file, and in those of older versions. Never sent. */
  readonly uri?: string;
  /** It is all of that file. */
  readonly isWholeFile?: true;
}

/** One question and what became of it. */
export interface Turn {
  readonly id: string;
  readonly feature: Feature;
  /** What the conversation shows. */
  readonly question: string;
  /** What the model is told to do; differs from `question` for built-in commands. */
  readonly prompt: string;
  readonly attachments: readonly Attachment[];
  /** At most so many earlier questions go along; missing: as many as the settings say. */
  readonly mostEarlier?: number;
  readonly askedAtMs: number;
  /** Id of the turn before it; empty where it is the first. Missing in turns of older versions, which have no branches. */
  readonly parent?: string;
  /** Id of the turn beside it whose question is asked here once more, of the service and not of the cache. */
  readonly repeats?: string;
  readonly answer: Answer;
}

/** An answer, complete or not. `stopped` by the person; `failed` with the reason in `failure`. */
export interface Answer {
  readonly state: 'waiting' | 'streaming' | 'finished' | 'stopped' | 'failed';
  /** Model that answers or was tried last, which is not always the one that is set now. */
  readonly model: string;
  /** Model that was to answer, where that is another one. */
  readonly askedModel?: string;
  /** Name of the endpoint that answers or was tried last; missing before the first attempt. */
  readonly endpoint?: string;
  /** Attempts that failed before that one, in their order. */
  readonly failures?: readonly AttemptFailure[];
  /** Set with the first content, when it came another way than the question was to go. */
  readonly failover?: Failover;
  /** The first endpoint of the settings, where the question did not go because it had failed lately. */
  readonly insteadOf?: string;
  readonly reasoning: string;
  /** For how long it was reasoned before text came, in milliseconds, where that has ended. */
  readonly reasoningMs?: number;
  /** Wall time since which it is reasoned now, in milliseconds. */
  readonly reasoningSinceMs?: number;
  readonly text: string;
  /** So much of the text, in UTF-16 units, was there when more of it was asked for last. */
  readonly continuedAt?: number;
  /** How many earlier questions went along, how many were left out, and why. Missing where there were none. */
  readonly earlier?: { readonly sent: number; readonly leftOut: number; readonly because: 'length' | 'count' };
  /** Pages it relies on, in the order they came. */
  readonly citations?: readonly Citation[];
  /** What it waits for before it is sent. */
  readonly waiting?: Wait;
  /** For how long it waited before it was sent, in milliseconds. */
  readonly waitedMs?: number;
  /** It was sent so many seconds ago, and the person has not decided yet whether to wait longer. */
  readonly slow?: { readonly seconds: number };
  /** It may only be so long, because no more is left of the budget. */
  readonly limited?: {
    readonly maxOutputTokens: number;
    readonly leftNanoYuan: NanoYuan;
    /** Today's of everything where missing, as old conversations have it. */
    readonly budget?: BudgetName;
  };
  /** It cannot be longer because the model's own limit is below the person's. */
  readonly isModelLimit?: true;
  /** The service's safety rules took the text back, or ended the conversation. */
  readonly safety?: 'withdrawn' | 'ended';
  readonly finish?: Finish;
  /** Where it came from, if the service did not answer this very question. */
  readonly origin?: Origin;
  /** What the service answers now, for the person to choose. */
  readonly fresher?: FresherAnswer;
  readonly failure?: Failure;
  /** One for each attempt that was sent. */
  readonly bookings: readonly Booking[];
}

/** What a question waits for. Facts only. */
export interface Wait extends Omit<Waiting, 'type' | 'skip'> {
  /** Whether the wait can be ended by the person. */
  readonly canSkip: boolean;
}

/** An answer that came another way: another endpoint's, or another model's. */
export interface Failover {
  /** The way the question was to go. */
  readonly from: { readonly endpoint: string; readonly model: string };
  /** Why it could not; missing where that was known before the question came. */
  readonly because?: FailureKind;
}

/** A failure as it is kept with its question: facts only, words are made when it is shown. */
export interface Failure {
  readonly kind: FailureKind | 'interrupted' | 'unexpected';
  readonly status?: number;
  readonly code?: string;
  readonly requestId?: string;
  readonly host?: string;
  readonly retryAfterMs?: number;
  /** Wall time at which that is over, in milliseconds. */
  readonly retryAtMs?: number;
  readonly limitSeconds?: number;
  /** Today's of everything where missing. */
  readonly budget?: BudgetName;
  readonly budgetNanoYuan?: NanoYuan;
  readonly spentNanoYuan?: NanoYuan;
  readonly worstNanoYuan?: NanoYuan;
  readonly consumer?: string;
  readonly tokens?: number;
  readonly limitTokens?: number;
  /** Of refused signatures: by how many minutes this computer's clock is fast; negative when it is slow. */
  readonly clockOffMinutes?: number;
  /** Of `circuit`: the endpoint's name, and how often it failed in a row. */
  readonly endpoint?: string;
  readonly failures?: number;
  /** A fallback model that would have answered, and how many times as much it costs; no number where the other is free. */
  readonly dearerModel?: string;
  readonly dearerRatio?: number;
}

/** The branch of a conversation that is shown: its questions and answers in their order. */
export interface Conversation {
  readonly id: string;
  readonly turns: readonly Turn[];
}

/** True while more of this answer may come. */
export function isOpen(turn: Turn): boolean {
  return turn.answer.state === 'waiting' || turn.answer.state === 'streaming';
}
