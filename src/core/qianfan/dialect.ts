import type { AuthorizedRequest } from '../chat.ts';
import type { SentQuestion } from '../sentQuestion.ts';
import type { AnswerPiece } from './answerPiece.ts';

/** One of the protocols: how it is asked, and how its answers are read. */
export interface Dialect {
  /** Writes an attempt in its words; messages and tools as `sent` has them. Throws `invalid` for what it has no words for. */
  readonly question: (request: AuthorizedRequest, sent: SentQuestion) => WireQuestion;
  /**
   * Reads a parsed message that is no complaint; `undefined` where it is not of this protocol.
   *
   * @param isWhole the answer came in one piece and not as a stream
   */
  readonly readPiece: (message: unknown, isWhole: boolean) => AnswerPiece | undefined;
}

/** A question without its proof of who asks. */
export interface WireQuestion {
  /** Where it goes, below the endpoint's base URL. */
  readonly resource: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Application it is booked to, where the protocol has a header for that. */
  readonly appId?: string;
}
