import type { PageMessage } from '../../protocol/chat.ts';
import type { ReadingMessage } from '../../protocol/readingMessages.ts';

/** What the messages of a union do. */
export type HandlersOf<Message extends { readonly type: string }> = {
  readonly [Type in Message['type']]: (message: Extract<Message, { type: Type }>) => void | Promise<void>;
};

/** What a person did on a page. Messages of reading are between the page and its picture. */
export type HandledMessage = Exclude<PageMessage, ReadingMessage>;

/** What the page's messages do. */
export type PageHandlers = HandlersOf<HandledMessage>;
