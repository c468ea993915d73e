import type { Clock } from '../../core/clock.ts';
import type { Turn } from '../../core/conversation/conversation.ts';
import type { ConversationChanges } from '../../core/conversation/list/conversationChanges.ts';
import type { HistoryReader } from '../../core/conversation/reader/historyReader.ts';
import type { Logger } from '../../core/logger.ts';

/** Dependencies of the history list, exports and imports. */
export interface HistoryParts {
  readonly reader: Pick<HistoryReader, 'find' | 'export' | 'import'>;
  readonly changes: ConversationChanges;
  /** This window's key; see `workspaceKey`. */
  readonly workspace: string;
  /** Returns the id of the shown conversation. */
  readonly current: () => string;
  /** Returns a conversation's turns that are newer than their stored version. */
  readonly newer: (conversationId: string) => readonly Turn[];
  /** Shows a conversation, scrolled to a turn if one is given. */
  readonly open: (conversationId: string, turnId?: string) => Promise<void>;
  /** Starts a new chat and shows it. */
  readonly startNew: () => Promise<void>;
  /** Stops a conversation's running answer, and starts a new chat if it is shown. */
  readonly leave: (conversationId: string) => void;
  readonly timeZone: () => string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}
