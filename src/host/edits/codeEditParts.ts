import type { Clock } from '../../core/clock.ts';
import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import type { ReplyLanguage } from '../../core/conversation/prompts.ts';
import type { Feature } from '../../core/feature.ts';
import type { OneQuestion } from '../asking/oneQuestion.ts';
import type { RunEdit } from './editOrder.ts';
import type { AnswerLimit } from './fitsAnswer.ts';

/** Dependencies of the commands that edit code without a typed instruction. */
export interface CodeEditParts {
  readonly runEdit: RunEdit;
  readonly replyLanguage: () => ReplyLanguage;
  readonly trustsWorkspace: () => boolean;
  /** Returns a question's expected tokens and cost in one line. */
  readonly costText: (question: OneQuestion) => string;
  readonly answerLimit: (feature: Feature) => AnswerLimit;
  /** Asks in the chat, for code without a file to put the answer into. */
  readonly ask: (question: NewQuestion) => Promise<void>;
  readonly clock: Clock;
}
