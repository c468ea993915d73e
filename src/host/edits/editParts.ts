import type { Clock } from '../../core/clock.ts';
import type { ReplyLanguage } from '../../core/conversation/prompts.ts';
import type { Feature } from '../../core/feature.ts';
import type { AskOnce, OneQuestion } from '../asking/oneQuestion.ts';
import type { UnsentQuestion } from '../commands/unsentQuestion.ts';
import type { AnswerLimit } from './fitsAnswer.ts';
import type { ShownEdits } from './shownEdits.ts';

/** Dependencies of edits. */
export interface EditParts {
  readonly askOnce: AskOnce;
  readonly edits: ShownEdits;
  /** Returns a question's expected tokens and cost in one line. */
  readonly costText: (question: OneQuestion) => string;
  readonly answerLimit: (feature: Feature) => AnswerLimit;
  /** Stores the instruction being typed. */
  readonly unsent: UnsentQuestion;
  readonly replyLanguage: () => ReplyLanguage;
  /** Files are changed only in trusted workspaces. */
  readonly trustsWorkspace: () => boolean;
  readonly clock: Clock;
}
