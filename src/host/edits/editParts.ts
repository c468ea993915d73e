import type { Clock } from '../../core/clock.ts';
import type { ReplyLanguage } from '../../core/conversation/prompts.ts';
import type { Feature } from '../../core/feature.ts';
import type { AskOnce, OneQuestion } from '../asking/oneQuestion.ts';
import type { UnsentQuestion } from '../commands/unsentQuestion.ts';
import type { AnswerLimit } from './fitsAnswer.ts';
import type { ShownEdits } from './shownEdits.ts';

/** What edits are made with. */
export interface EditParts {
  readonly askOnce: AskOnce;
  readonly edits: ShownEdits;
  /** What a question takes and costs in one line. */
  readonly costText: (question: OneQuestion) => string;
  readonly answerLimit: (feature: Feature) => AnswerLimit;
  /** An instruction that is being typed. */
  readonly unsent: UnsentQuestion;
  readonly replyLanguage: () => ReplyLanguage;
  /** Files are changed only in folders that the person trusts. */
  readonly trustsWorkspace: () => boolean;
  readonly clock: Clock;
}
