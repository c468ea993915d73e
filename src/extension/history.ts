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

/** Number of recent conversations offered in an empty one. */
const RECENT = 3;

interface HistoryOptions {
  readonly context: vscode.ExtensionContext;
  /** The user's time zone as an IANA name. */
  readonly timeZone: () => string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The conversations stored on this machine. */
export interface ConnectedHistory {
  /** `undefined` when it could not be opened; the user was notified. */
  readonly store: HistoryStore | undefined;
  readonly history: History;
  /** Key under which this window's conversations are stored. */
  readonly workspace: string;
  readonly timeZone: () => string | undefined;
  /** Recent conversations to continue; empty when the shown conversation already has turns. */
  readonly recent: (shown: Conversation) => readonly RecentView[];
}

/** Opens the history. Never rejects: questions can be asked without it. */
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
