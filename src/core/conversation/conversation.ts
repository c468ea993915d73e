import type { Booking, Citation, Feature, Finish } from '../chat.ts';
import type { FailureKind } from '../errors.ts';
import type { NanoYuan } from '../money.ts';

/** A piece of code that goes along with a question, as it was when it was attached. */
export interface Attachment {
  readonly id: string;
  /** Path as the person knows it: relative to the workspace, else the file's name. */
  readonly path: string;
  /** VS Code's name of the language; empty when unknown. */
  readonly languageId: string;
  /** First and last line, counted from 1. */
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
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
  readonly askedAtMs: number;
  readonly answer: Answer;
}

/** An answer, complete or not. `stopped` by the person; `failed` with the reason in `failure`. */
export interface Answer {
  readonly state: 'waiting' | 'streaming' | 'finished' | 'stopped' | 'failed';
  /** Model that was asked, which is not always the one that is set now. */
  readonly model: string;
  readonly reasoning: string;
  readonly text: string;
  /** Pages it relies on, in the order they came. */
  readonly citations?: readonly Citation[];
  /** What it waits for before it is sent, besides its turn. */
  readonly waitsFor?: 'budget';
  /** It may only be so long, because no more is left of the budget. */
  readonly limited?: { readonly maxOutputTokens: number; readonly leftNanoYuan: NanoYuan };
  /** It cannot be longer because the model's own limit is below the person's. */
  readonly isModelLimit?: true;
  /** The service's safety rules took the text back, or ended the conversation. */
  readonly safety?: 'withdrawn' | 'ended';
  readonly finish?: Finish;
  readonly failure?: Failure;
  /** One for each attempt that was sent. */
  readonly bookings: readonly Booking[];
}

/** A failure as it is kept with its question: facts only, words are made when it is shown. */
export interface Failure {
  readonly kind: FailureKind | 'interrupted' | 'unexpected';
  readonly status?: number;
  readonly code?: string;
  readonly requestId?: string;
  readonly host?: string;
  readonly retryAfterMs?: number;
  readonly limitSeconds?: number;
  readonly budgetNanoYuan?: NanoYuan;
  readonly spentNanoYuan?: NanoYuan;
  readonly worstNanoYuan?: NanoYuan;
  readonly tokens?: number;
  readonly limitTokens?: number;
  /** Of refused signatures: by how many minutes this computer's clock is fast; negative when it is slow. */
  readonly clockOffMinutes?: number;
}

/** Questions and answers in their order. */
export interface Conversation {
  readonly id: string;
  readonly turns: readonly Turn[];
}

/** True while more of this answer may come. */
export function isOpen(turn: Turn): boolean {
  return turn.answer.state === 'waiting' || turn.answer.state === 'streaming';
}
