import type { Feature } from '../feature.ts';
import type { Attachment, Turn } from './conversation.ts';

/** Text and attachments that the user has not sent yet. */
export interface Draft {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** The prompt that a command sends in place of the displayed text; missing for typed text. */
  readonly command?: { readonly feature: Feature; readonly prompt: string };
  /** Maximum number of earlier questions to send; default: the setting. */
  readonly mostEarlier?: number;
}

/** A conversation with all its branches. */
export interface KeptConversation {
  readonly id: string;
  /** All turns, in the order asked; `Turn.parent` makes them a tree. */
  readonly turns: readonly Turn[];
  /** Last turn of the branch that was displayed last; `undefined` if unknown. */
  readonly tip: string | undefined;
}

/** Persists conversations across reloads, crashes and upgrades. */
export interface History {
  /**
   * Returns the conversation; `undefined` if the id is unknown. Open answers are marked as written elsewhere if another
   * window is writing them, otherwise as interrupted, and pending refreshes as ended. Long conversations are read in
   * slices, so that the event loop is not blocked.
   */
  load(conversationId: string): Promise<KeptConversation | undefined>;
  /** Adds or replaces the turn. Rejects with a `WenxinError` (`storage`) if it cannot be stored. */
  save(conversationId: string, turn: Turn): Promise<void>;
  /** Stores which branch is displayed: the one that ends with this turn. Rejects like `save`. */
  saveTip(conversationId: string, turnId: string): Promise<void>;
  loadDraft(conversationId: string): Draft | undefined;
  saveDraft(conversationId: string, draft: Draft): Promise<void>;
}
