import type { ContextNoticeView } from '../../protocol/chatView.ts';
import type { ContextMessage } from '../../protocol/contextMessages.ts';
import type { ContextFacts } from './contextView.ts';
import type { HandlersOf } from './pageHandlers.ts';

/** The part of the context feature that the chat depends on. */
export interface ChatContext {
  readonly handlers: HandlersOf<ContextMessage>;
  /** Returns the notice about the length. */
  readonly notice: (facts: ContextFacts) => ContextNoticeView;
}
