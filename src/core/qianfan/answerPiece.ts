import type { Usage } from '../booking.ts';
import type { ChatEvent, Finish } from '../chat.ts';
import type { Citation } from '../citation.ts';

/** A verdict of the service's safety rules. */
export type Safety = Omit<Extract<ChatEvent, { type: 'safety' }>, 'type'>;

/** A fragment of a tool call. */
export type ToolCallPiece = Omit<Extract<ChatEvent, { type: 'toolCall' }>, 'type'>;

/** A fragment of a tool call as the service sent it. */
export interface SentToolCallPiece {
  /** The service's index of the call, if sent. */
  readonly place?: number;
  readonly id?: string;
  readonly name?: string;
  /** Empty if there are none. */
  readonly arguments: string;
}

/** Content of one message of an answer, independent of the protocol. */
export interface AnswerPiece {
  readonly reasoning: string;
  readonly text: string;
  readonly toolCalls: readonly SentToolCallPiece[];
  /** May repeat citations of earlier messages. */
  readonly citations: readonly Citation[];
  readonly safety: Safety | undefined;
  /** Set if the service reports that no more text follows. */
  readonly finish: Finish | undefined;
  /** Whether nothing follows, not even usage or an end marker. */
  readonly isLast: boolean;
  /** Usage of the whole answer so far. */
  readonly usage: Usage | undefined;
}
