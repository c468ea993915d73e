import type { MessageFields } from './messageFields.ts';

/** What the page needs to show a conversation, apart from the user's actions. */
export type ReadingMessage =
  /**
   * The page has started. `timeZone` is the IANA name of the user's zone, since the extension may run on a machine
   * elsewhere. The other fields tell where the user read before the page was reloaded, as in `readAt`; they are empty
   * the first time.
   */
  | {
      readonly type: 'ready';
      readonly timeZone: string;
      readonly conversationId: string;
      readonly turnId: string;
      readonly offsetPx: string;
    }
  /** The user approaches the first turn that the page holds, which is this one. */
  | { readonly type: 'loadEarlier'; readonly turnId: string }
  /** The user approaches the last turn that the page holds, which is this one. */
  | { readonly type: 'loadLater'; readonly turnId: string }
  /** The user goes to an end of the conversation, `first` or `latest`, that the page does not hold. */
  | { readonly type: 'loadEnd'; readonly end: string }
  /** The user reads here; at the end of the conversation, `turnId` is empty. */
  | {
      readonly type: 'readAt';
      readonly conversationId: string;
      readonly turnId: string;
      readonly offsetPx: string;
    }
  /** Answers a `ping`. */
  | { readonly type: 'alive' }
  /** The page failed: the kind of error and its positions in our own script as `line:column`, without any content. */
  | { readonly type: 'broken'; readonly error: string; readonly places: string }
  /** The user wants to restart a page that failed. */
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
