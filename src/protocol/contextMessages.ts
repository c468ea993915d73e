import type { MessageFields } from './messageFields.ts';

/** What a person puts beside a question, and looks at there. */
export type ContextMessage =
  /** Something is to be chosen. */
  | { readonly type: 'attach' }
  /** Files were dropped: their addresses, one a line, as VS Code or the system wrote them. Anybody may have made them up. */
  | { readonly type: 'drop'; readonly uris: string }
  /** A file was dropped that has no address here: its text. */
  | { readonly type: 'dropText'; readonly name: string; readonly text: string }
  /** A text too long for the composer was pasted. */
  | { readonly type: 'paste'; readonly text: string }
  /** What is attached is to be shown, whether it goes with the next question or went with an earlier one. */
  | { readonly type: 'openAttachment'; readonly attachmentId: string }
  | { readonly type: 'removeAttachment'; readonly attachmentId: string }
  /** All that would be sent now is to be shown. */
  | { readonly type: 'previewPrompt' }
  /** A button under what there is to say of the length. */
  | { readonly type: 'contextAction'; readonly actionId: string };

export const CONTEXT_MESSAGE_FIELDS: MessageFields<ContextMessage> = {
  attach: [],
  drop: ['uris'],
  dropText: ['name', 'text'],
  paste: ['text'],
  openAttachment: ['attachmentId'],
  removeAttachment: ['attachmentId'],
  previewPrompt: [],
  contextAction: ['actionId'],
};
