import type { Attachment } from '../../core/conversation/conversation.ts';

/** Tools that attach and show context, loaded on first use. */
export interface ContextTools {
  /** Lets the user choose what to attach. */
  readonly pick: () => Promise<void>;
  /** Attaches the files whose URIs are in a text, one per line. The text is untrusted. */
  readonly takeDropped: (uris: string) => Promise<void>;
  /** Attaches the text of a file without a URI. Both arguments are untrusted. */
  readonly takeText: (name: string, text: string) => Promise<void>;
  /** Shows an attachment: its lines in the file, else its text. */
  readonly open: (attachment: Attachment) => Promise<void>;
  /** Shows everything that would be sent now. */
  readonly preview: () => Promise<void>;
  /** Lets the user choose which attachments and earlier questions to send. */
  readonly choose: () => Promise<void>;
}
