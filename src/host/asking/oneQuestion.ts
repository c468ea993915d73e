import type { Answer, Attachment } from '../../core/conversation/conversation.ts';
import type { Feature } from '../../core/feature.ts';

/**
 * A question that is asked once, outside of the chat, whose answer goes elsewhere, such as a file or a commit message.
 */
export interface OneQuestion {
  readonly feature: Feature;
  /** What is being done; the title of the progress notification. */
  readonly title: string;
  /** The system message. It holds nothing that changes between questions. */
  readonly system: string;
  /** Earlier questions on the same subject, oldest first. */
  readonly earlier?: readonly EarlierQuestion[];
  /** The part of `prompt` that the user typed; empty if none. */
  readonly typed: string;
  readonly prompt: string;
  readonly attachments: readonly Attachment[];
  /**
   * Limit for the answer, in tokens. The settings and the model may lower it; for a model that reasons, only those two
   * limits apply.
   */
  readonly maxOutputTokens: number;
  /** Bypasses the cache. */
  readonly fresh?: true;
}

/** An earlier question, as it was sent, and its answer. */
export interface EarlierQuestion {
  readonly prompt: string;
  readonly attachments: readonly Attachment[];
  readonly answer: string;
}

/** A finished answer with text; `answer.finish` says whether it was cut off. */
export interface OneAnswer {
  readonly answer: Answer;
  /** The question as it was sent, with each masked secret replaced by a note. */
  readonly sent: OneQuestion;
}

interface Listening {
  /**
   * Called with the text so far each time it changes. It starts over with each attempt, and is empty when an answer is
   * withdrawn.
   */
  readonly onText?: (text: string) => void;
  /** Stops the question, as the user's own Cancel does. */
  readonly signal?: AbortSignal;
}

/**
 * Asks a self-contained question and does everything around it: checks secrets and cost, shows cancellable progress,
 * and reports failures with actions that run on click. Resolves to `undefined` when there is no answer; the user has
 * been told why.
 */
export type AskOnce = (question: OneQuestion, listening?: Listening) => Promise<OneAnswer | undefined>;
