import type { ContextNoticeView } from '../../protocol/chatView.ts';
import type { ContextMessage } from '../../protocol/contextMessages.ts';
import type { ContextFacts } from './contextView.ts';
import type { HandlersOf } from './pageHandlers.ts';

/** What goes along with a question, as far as the chat has to know of it. */
export interface ChatContext {
  readonly handlers: HandlersOf<ContextMessage>;
  /** What there is to say of the length. */
  readonly notice: (facts: ContextFacts) => ContextNoticeView;
}
