import type { Attachment } from '../../core/conversation/conversation.ts';

/** What puts things beside a question and shows them, once a person wants that. */
export interface ContextTools {
  /** Has a person choose what to attach. */
  readonly pick: () => Promise<void>;
  /** Attaches files whose addresses stand in a text, one a line. The text may be anybody's. */
  readonly takeDropped: (uris: string) => Promise<void>;
  /** Attaches the text of a file that has no address. Both may be anybody's. */
  readonly takeText: (name: string, text: string) => Promise<void>;
  /** Shows what is attached: its file at those lines, else its text. */
  readonly open: (attachment: Attachment) => Promise<void>;
  /** Shows all that would be sent now. */
  readonly preview: () => Promise<void>;
  /** Has a person choose what is sent of what is attached and of the conversation. */
  readonly choose: () => Promise<void>;
}
