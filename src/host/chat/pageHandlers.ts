import type { PageMessage } from '../../protocol/chat.ts';
import type { ReadingMessage } from '../../protocol/readingMessages.ts';

/** Handlers for all messages of a union type. */
export type HandlersOf<Message extends { readonly type: string }> = {
  readonly [Type in Message['type']]: (message: Extract<Message, { type: Type }>) => void | Promise<void>;
};

/** A user's action on a page. Reading messages are handled by the page's picture. */
export type HandledMessage = Exclude<PageMessage, ReadingMessage>;

/** Handlers for all actions on a page. */
export type PageHandlers = HandlersOf<HandledMessage>;
