import type { AttachmentView } from './turnView.ts';
import type { ScrollPlace, TurnWindow } from './turnWindow.ts';

/** Everything the page shows. */
export interface ChatView extends TurnWindow {
  readonly conversationId: string;
  /** Where this conversation was read last, which is among `turns`; `null` at its end. */
  readonly place: ScrollPlace | null;
  /** What goes along with the next question. */
  readonly attachments: readonly AttachmentView[];
  /** Text of the composer, kept by the host so that it survives the page. */
  readonly draft: string;
  /** What the draft and its attachments will probably cost; `null` where there is nothing to ask. */
  readonly cost: CostView | null;
  /** Id of the last turn that would not be sent along with a question now; `null` where all would be. */
  readonly unsentUpTo: string | null;
  readonly setup: SetupView;
  /** Model that will answer the next question. */
  readonly model: string;
  /** Why that model may not answer, as far as is known; `null` takes an earlier warning back. */
  readonly modelProblem: string | null;
  readonly sendKey: SendKey;
  /** What an empty conversation offers to go on with; empty where there is nothing, and beside questions. */
  readonly recent: readonly RecentView[];
}

/** A conversation of this workspace. */
export interface RecentView {
  readonly id: string;
  readonly title: string;
  /** When something was asked in it last. */
  readonly changedAtMs: number;
}

/** Key that sends a question; the other one of Enter and Ctrl/Cmd+Enter makes a new line. */
export type SendKey = 'enter' | 'ctrlEnter';

/** What an empty conversation has to say. */
export interface SetupView {
  readonly hasCredentials: boolean;
  /** Host the key and the questions go to. */
  readonly host: string;
}

/** What a question will probably take and cost. */
export interface CostView {
  /** For example `≈1,234 tokens · ¥0.004–0.02`, or that the price is unknown. */
  readonly text: string;
  /** All of it in sentences, for the tooltip. */
  readonly description: string;
  /** The model does not take so much. */
  readonly isTooLong?: true;
  /** Missing where nobody knows how much the model takes. */
  readonly meter?: MeterView;
  /** What there is to say of the length, with what can be done about it. */
  readonly notice?: ContextNoticeView;
}

/** How much of what a model takes a question fills. */
export interface MeterView {
  /** From 0 to 1. */
  readonly share: number;
  /** For example `12% of 128k`. */
  readonly text: string;
  /** All of it in sentences, for the tooltip and screen readers. */
  readonly description: string;
}

/** Something that does not fit, or will not be sent. */
export interface ContextNoticeView {
  readonly text: string;
  readonly actions: readonly { readonly id: string; readonly label: string }[];
}
