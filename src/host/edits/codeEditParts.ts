import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import type { ReplyLanguage } from '../../core/conversation/prompts.ts';
import type { RunEdit } from './editOrder.ts';

/** What the commands work on that have code changed without a typed instruction. */
export interface CodeEditParts {
  readonly runEdit: RunEdit;
  readonly replyLanguage: () => ReplyLanguage;
  /** Asks in the chat, where there is no file to put the answer into. */
  readonly ask: (question: NewQuestion) => Promise<void>;
}
