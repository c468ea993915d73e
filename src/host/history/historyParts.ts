import type { Clock } from '../../core/clock.ts';
import type { Turn } from '../../core/conversation/conversation.ts';
import type { ConversationChanges } from '../../core/conversation/list/conversationChanges.ts';
import type { HistoryReader } from '../../core/conversation/reader/historyReader.ts';
import type { Logger } from '../../core/logger.ts';

/** What the list of conversations, exports and imports work on. */
export interface HistoryParts {
  readonly reader: Pick<HistoryReader, 'find' | 'export' | 'import'>;
  readonly changes: ConversationChanges;
  /** Of this window; see `workspaceKey`. */
  readonly workspace: string;
  /** The conversation that is shown. */
  readonly current: () => string;
  /** Turns of a conversation which are newer than the history has them. */
  readonly newer: (conversationId: string) => readonly Turn[];
  /** Shows a conversation, at one of its turns where one is named. */
  readonly open: (conversationId: string, turnId?: string) => Promise<void>;
  /** Begins a new chat and goes to it. */
  readonly startNew: () => Promise<void>;
  /** Ends what is being answered in a conversation, and begins a new chat where it is shown. */
  readonly leave: (conversationId: string) => void;
  readonly timeZone: () => string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}
