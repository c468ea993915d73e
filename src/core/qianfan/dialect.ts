import type { AuthorizedRequest } from '../chat.ts';
import type { SentQuestion } from '../sentQuestion.ts';
import type { AnswerPiece } from './answerPiece.ts';

/** One of the protocols: writes its requests and reads its answers. */
export interface Dialect {
  /**
   * Writes the request for an attempt, with the messages and tools of `sent`. Throws `invalid` for what the protocol
   * does not support.
   */
  readonly question: (request: AuthorizedRequest, sent: SentQuestion) => WireQuestion;
  /**
   * Parses a JSON message that is not an error; `undefined` if it is not of this protocol.
   *
   * @param isWhole whether the answer was not streamed
   */
  readonly readPiece: (message: unknown, isWhole: boolean) => AnswerPiece | undefined;
}

/** A request without authentication. */
export interface WireQuestion {
  /** Path below the endpoint's base URL. */
  readonly resource: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Application that the usage is booked to, if the protocol has a header for it. */
  readonly appId?: string;
}
