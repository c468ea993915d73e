import type * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import type { Conversation } from '../core/conversation/conversation.ts';
import type { History } from '../core/conversation/history.ts';
import { HistoryStore } from '../core/conversation/historyStore.ts';
import { purgeHistory } from '../core/conversation/store/purgeHistory.ts';
import { salvageHistory } from '../core/conversation/store/salvageHistory.ts';
import { unsavedHistory } from '../core/conversation/unsavedHistory.ts';
import { describeError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { workspaceKey } from '../host/history/workspaceKey.ts';
import { tellDamagedHistory, tellUnsaved } from '../host/storageNotices.ts';
import type { RecentView } from '../protocol/chatView.ts';

/** So many conversations are offered where a new one begins. */
const RECENT = 3;

interface HistoryOptions {
  readonly context: vscode.ExtensionContext;
  /** The person's zone, by its IANA name. */
  readonly timeZone: () => string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The conversations of this computer. */
export interface ConnectedHistory {
  /** Missing when it cannot be opened, which the person was told. */
  readonly store: HistoryStore | undefined;
  readonly history: History;
  /** What this window's conversations are kept under. */
  readonly workspace: string;
  readonly timeZone: () => string | undefined;
  /** What an empty conversation offers to go on with; nothing beside one that has begun. */
  readonly recent: (shown: Conversation) => readonly RecentView[];
}

/** Opens the history. Never rejects: without one, asking works. */
export async function connectHistory({ context, timeZone, clock, logger }: HistoryOptions): Promise<ConnectedHistory> {
  const workspace = workspaceKey();
  const folder = context.globalStorageUri.fsPath;
  const store = await HistoryStore.open({
    folder,
    workspace,
    clock,
    logger,
    onSetAside: tellDamagedHistory,
    salvage: salvageHistory,
  }).catch((error: unknown) => {
    logger.error(`The history cannot be opened: ${describeError(error)}`);
    tellUnsaved();
    return undefined;
  });
  if (store?.hasDeleted()) void purgeHistory(store.database, clock.now(), logger);
  const recent = ({ id, turns }: Conversation): readonly RecentView[] => {
    if (turns.length > 0 || store === undefined) return [];
    return store.recent(RECENT, id);
  };
  return { store, history: store ?? unsavedHistory, workspace, timeZone, recent };
}
