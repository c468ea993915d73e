import type { Answer, Attachment } from '../../core/conversation/conversation.ts';
import type { Feature } from '../../core/feature.ts';

/** A question that is asked once, outside of the chat, for an answer that goes elsewhere: into a file, a commit message. */
export interface OneQuestion {
  readonly feature: Feature;
  /** What is being done, as the title of its progress. */
  readonly title: string;
  /** What the model is told first. It holds nothing that changes between questions. */
  readonly system: string;
  /** Questions before it about the same, the oldest first. */
  readonly earlier?: readonly EarlierQuestion[];
  /** What the person typed themselves, a part of `prompt`; empty where that was nothing. */
  readonly typed: string;
  readonly prompt: string;
  readonly attachments: readonly Attachment[];
  /** Upper bound for the answer, in tokens. The settings and the model may lower it; with a model that reasons first, only they hold. */
  readonly maxOutputTokens: number;
  /** Asks the service even where an answer is kept. */
  readonly fresh?: true;
}

/** A question before, as it was sent, and its answer. */
export interface EarlierQuestion {
  readonly prompt: string;
  readonly attachments: readonly Attachment[];
  readonly answer: string;
}

/** An answer that came to its end; `answer.finish` says whether it was cut. Its text is not empty. */
export interface OneAnswer {
  readonly answer: Answer;
  /** The question as it was sent: with a note in place of each secret that the person had masked. */
  readonly sent: OneQuestion;
}

interface Listening {
  /** Hears the text so far, each time it changed. It begins anew with another attempt, and is empty when it was taken back. */
  readonly onText?: (text: string) => void;
  /** Stops it, as the person's own cancel does. */
  readonly signal?: AbortSignal;
}

/**
 * Asks a question that stands for itself, with everything that is due before and after: secrets and costs are asked about,
 * it can be cancelled where its progress is shown, a failure is told with what can be done about it, and done on a click.
 * `undefined`: there is no answer, and the person knows why.
 */
export type AskOnce = (question: OneQuestion, listening?: Listening) => Promise<OneAnswer | undefined>;
