import type { ChatContext } from '../../src/host/chat/chatContext.ts';

const nothing = (): void => undefined;

/** The context of chats whose tests attach nothing. */
export const NO_CONTEXT: ChatContext = {
  handlers: {
    attach: nothing,
    drop: nothing,
    dropText: nothing,
    dropRefused: nothing,
    paste: nothing,
    openAttachment: nothing,
    removeAttachment: nothing,
    previewPrompt: nothing,
    contextAction: nothing,
  },
  notice: () => ({ text: '', actions: [] }),
};
