import type { AttachmentView } from './turnView.ts';
import type { ScrollPlace, TurnWindow } from './turnWindow.ts';

/** The state of the page. */
export interface ChatView extends TurnWindow {
  readonly conversationId: string;
  /** Where the user last read this conversation, in one of `turns`; `null` for its end. */
  readonly place: ScrollPlace | null;
  /** Attachments of the next question. */
  readonly attachments: readonly AttachmentView[];
  /** Text of the composer. The host keeps it, so that it survives the page. */
  readonly draft: string;
  /** Expected cost of the draft and its attachments; `null` when there is nothing to ask. */
  readonly cost: CostView | null;
  /** Id of the last turn that would not be sent with the next question; `null` when all would be. */
  readonly unsentUpTo: string | null;
  readonly setup: SetupView;
  /** The model for the next question. */
  readonly model: string;
  /** Why the model may not answer, as far as known; `null` withdraws an earlier warning. */
  readonly modelProblem: string | null;
  readonly sendKey: SendKey;
  /** Conversations offered while this one is empty; otherwise empty. */
  readonly recent: readonly RecentView[];
}

/** A conversation of this workspace. */
export interface RecentView {
  readonly id: string;
  readonly title: string;
  /** Time of the last question in it. */
  readonly changedAtMs: number;
}

/** Key that sends a question; the other of Enter and Ctrl/Cmd+Enter inserts a line break. */
export type SendKey = 'enter' | 'ctrlEnter';

/** What an empty conversation shows. */
export interface SetupView {
  readonly hasCredentials: boolean;
  /** Host to which the key and the questions are sent. */
  readonly host: string;
}

/** Expected size and cost of a question. */
export interface CostView {
  /** For example `≈1,234 tokens · ¥0.0040–0.0200`, or that the price is unknown. */
  readonly text: string;
  /** The same in sentences, for the tooltip. */
  readonly description: string;
  /** The question exceeds the model's context. */
  readonly isTooLong?: true;
  /** Missing when the model's context size is unknown. */
  readonly meter?: MeterView;
  /** A notice about the length, with actions. */
  readonly notice?: ContextNoticeView;
}

/** How much of the model's context a question fills. */
export interface MeterView {
  /** From 0 to 1. */
  readonly share: number;
  /** For example `12% of 128k`. */
  readonly text: string;
  /** The same in sentences, for the tooltip and screen readers. */
  readonly description: string;
}

/** A notice that something does not fit or will not be sent. */
export interface ContextNoticeView {
  readonly text: string;
  readonly actions: readonly { readonly id: string; readonly label: string }[];
}
