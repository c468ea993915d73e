import type { MessageFields } from './messageFields.ts';

/** Actions of the user on an empty conversation. */
export type SetupMessage =
  | { readonly type: 'setCredentials' }
  | { readonly type: 'selectModel' }
  | { readonly type: 'openConsole' }
  | { readonly type: 'askSelection' }
  | { readonly type: 'explainSelection' }
  | { readonly type: 'openWalkthrough' }
  | { readonly type: 'showHistory' }
  /** One of the conversations that the page was given to offer. */
  | { readonly type: 'openConversation'; readonly conversationId: string };

export const SETUP_MESSAGE_FIELDS: MessageFields<SetupMessage> = {
  setCredentials: [],
  selectModel: [],
  openConsole: [],
  askSelection: [],
  explainSelection: [],
  openWalkthrough: [],
  showHistory: [],
  openConversation: ['conversationId'],
};
