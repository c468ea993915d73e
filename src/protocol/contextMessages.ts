import type { MessageFields } from './messageFields.ts';

/** Actions of the user on the attachments of a question. */
export type ContextMessage =
  /** Opens the picker for attachments. */
  | { readonly type: 'attach' }
  /** Files were dropped: one URI per line, as VS Code or the operating system wrote it. Untrusted. */
  | { readonly type: 'drop'; readonly uris: string }
  /** A file without a local URI was dropped: its text. */
  | { readonly type: 'dropText'; readonly name: string; readonly text: string }
  /** A file without a local URI was dropped that is too large, or cannot be read: a folder, for example. */
  | { readonly type: 'dropRefused'; readonly name: string }
  /** A text too long for the composer was pasted. */
  | { readonly type: 'paste'; readonly text: string }
  /** Shows an attachment of the next question or of an earlier one. */
  | { readonly type: 'openAttachment'; readonly attachmentId: string }
  | { readonly type: 'removeAttachment'; readonly attachmentId: string }
  /** Shows everything that would be sent now. */
  | { readonly type: 'previewPrompt' }
  /** A button of the notice about the length. */
  | { readonly type: 'contextAction'; readonly actionId: string };

export const CONTEXT_MESSAGE_FIELDS: MessageFields<ContextMessage> = {
  attach: [],
  drop: ['uris'],
  dropText: ['name', 'text'],
  dropRefused: ['name'],
  paste: ['text'],
  openAttachment: ['attachmentId'],
  removeAttachment: ['attachmentId'],
  previewPrompt: [],
  contextAction: ['actionId'],
};
