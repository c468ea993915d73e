import type { Feature } from '../chat.ts';
import type { Attachment, Conversation, Turn } from './conversation.ts';

/** What a person typed and attached but did not send yet. */
export interface Draft {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** What the text stands for, where a command asks it; typed text stands for itself. */
  readonly command?: { readonly feature: Feature; readonly prompt: string };
}

/** Keeps conversations over reloads, crashes and upgrades. */
export interface History {
  /**
   * `undefined` when there is none of that id. Answers that were open when their process ended come back as interrupted,
   * and nothing newer is being fetched for others any more.
   */
  load(conversationId: string): Conversation | undefined;
  /** Adds the turn, or replaces it if it is there. Rejects with a `WenxinError` (`storage`) when it cannot be kept. */
  save(conversationId: string, turn: Turn): Promise<void>;
  loadDraft(conversationId: string): Draft | undefined;
  saveDraft(conversationId: string, draft: Draft): Promise<void>;
}
