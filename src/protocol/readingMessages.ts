import type { MessageFields } from './messageFields.ts';

/** What the page needs to show a conversation, beside what a person does. */
export type ReadingMessage =
  /**
   * The page begins. `timeZone` is the IANA name of the person's zone: the machine that the extension runs on may be
   * elsewhere. The other fields say where an earlier life of this page was read, as `readAt` does; empty in its first.
   */
  | {
      readonly type: 'ready';
      readonly timeZone: string;
      readonly conversationId: string;
      readonly turnId: string;
      readonly offsetPx: string;
    }
  /** Someone comes near to the first turn that the page holds, which is this one. */
  | { readonly type: 'loadEarlier'; readonly turnId: string }
  /** Someone comes near to the last turn that the page holds, which is this one. */
  | { readonly type: 'loadLater'; readonly turnId: string }
  /** Someone goes to an end of the conversation, `first` or `latest`, that the page does not hold. */
  | { readonly type: 'loadEnd'; readonly end: string }
  /** Someone reads here: at the end of the conversation, where there is no `turnId`. */
  | {
      readonly type: 'readAt';
      readonly conversationId: string;
      readonly turnId: string;
      readonly offsetPx: string;
    }
  /** Answers a `ping`. */
  | { readonly type: 'alive' }
  /** The page failed: what kind of error it was, and its places in our own script as `line:column`, without any content. */
  | { readonly type: 'broken'; readonly error: string; readonly places: string }
  /** The person wants a page that failed to begin again. */
  | { readonly type: 'reload' };

export const READING_MESSAGE_FIELDS: MessageFields<ReadingMessage> = {
  ready: ['timeZone', 'conversationId', 'turnId', 'offsetPx'],
  loadEarlier: ['turnId'],
  loadLater: ['turnId'],
  loadEnd: ['end'],
  readAt: ['conversationId', 'turnId', 'offsetPx'],
  alive: [],
  broken: ['error', 'places'],
  reload: [],
};
