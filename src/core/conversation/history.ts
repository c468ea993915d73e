import type { Feature } from '../feature.ts';
import type { Attachment, Turn } from './conversation.ts';

/** What a person typed and attached but did not send yet. */
export interface Draft {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** What the text stands for, where a command asks it; typed text stands for itself. */
  readonly command?: { readonly feature: Feature; readonly prompt: string };
  /** At most so many earlier questions go along; missing: as many as the settings say. */
  readonly mostEarlier?: number;
}

/** A conversation with all its branches. */
export interface KeptConversation {
  readonly id: string;
  /** All that was ever asked in it, in the order it was asked; `Turn.parent` makes a tree of them. */
  readonly turns: readonly Turn[];
  /** The last turn of the branch that was shown last; `undefined` where that is not known. */
  readonly tip: string | undefined;
}

/** Keeps conversations over reloads, crashes and upgrades. */
export interface History {
  /**
   * `undefined` when there is none of that id. Answers that were open when their process ended come back as interrupted,
   * and nothing newer is being fetched for others any more. Long ones are read in pieces, so that nothing waits for them.
   */
  load(conversationId: string): Promise<KeptConversation | undefined>;
  /** Adds the turn, or replaces it if it is there. Rejects with a `WenxinError` (`storage`) when it cannot be kept. */
  save(conversationId: string, turn: Turn): Promise<void>;
  /** Keeps which branch is shown: the one that ends with this turn. Rejects as `save`. */
  saveTip(conversationId: string, turnId: string): Promise<void>;
  loadDraft(conversationId: string): Draft | undefined;
  saveDraft(conversationId: string, draft: Draft): Promise<void>;
}
