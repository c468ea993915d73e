import type { ChatEvent, Finish, Usage } from '../chat.ts';
import type { Citation } from '../citation.ts';

/** What the service's safety rules said. */
export type Safety = Omit<Extract<ChatEvent, { type: 'safety' }>, 'type'>;

/** A piece of a call of a tool. */
export type ToolCallPiece = Omit<Extract<ChatEvent, { type: 'toolCall' }>, 'type'>;

/** The same as the service said it. */
export interface SentToolCallPiece {
  /** Its index, where it said one. */
  readonly place?: number;
  readonly id?: string;
  readonly name?: string;
  /** Empty without any. */
  readonly arguments: string;
}

/** What one message of an answer says, in the words of no dialect. */
export interface AnswerPiece {
  /** Empty without any. */
  readonly reasoning: string;
  /** Empty without any. */
  readonly text: string;
  readonly toolCalls: readonly SentToolCallPiece[];
  /** Also those that an earlier piece has named. */
  readonly citations: readonly Citation[];
  readonly safety: Safety | undefined;
  /** The service says that no more text comes. */
  readonly finish: Finish | undefined;
  /** Nothing at all comes behind it, no usage and no end mark either. */
  readonly isLast: boolean;
  /** Of the whole answer so far. */
  readonly usage: Usage | undefined;
}
