import type * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import { unfinished } from '../core/conversation/answer.ts';
import { ConversationChanges } from '../core/conversation/list/conversationChanges.ts';
import { HistoryReader } from '../core/conversation/reader/historyReader.ts';
import type { Session } from '../core/conversation/session.ts';
import type { Logger } from '../core/logger.ts';
import type { ChatController } from '../host/chat/chatController.ts';
import type { CommandTable } from '../host/commands/index.ts';
import { exportChat } from '../host/history/exportChat.ts';
import type { HistoryParts } from '../host/history/historyParts.ts';
import { HistoryPick } from '../host/history/historyPick.ts';
import { importChat } from '../host/history/importChat.ts';
import { COMMANDS } from '../host/ids.ts';
import { tellUnsaved } from '../host/storageNotices.ts';
import type { ConnectedHistory } from './history.ts';

interface HistoryCommandParts {
  readonly context: vscode.ExtensionContext;
  readonly kept: ConnectedHistory;
  readonly session: Session;
  readonly chat: ChatController;
  readonly clock: Clock;
  readonly logger: Logger;
}

type HistoryCommandId = typeof COMMANDS.showHistory | typeof COMMANDS.exportChat | typeof COMMANDS.importChat;

/** Returns the history commands. The reader's worker thread starts with the first of them. */
export function historyCommands(commandParts: HistoryCommandParts): Pick<CommandTable, HistoryCommandId> {
  const parts = historyParts(commandParts);
  const withHistory = (run: (parts: HistoryParts) => Promise<void>) => (): void | Promise<void> =>
    parts === undefined ? tellUnsaved() : run(parts);
  return {
    [COMMANDS.showHistory]: withHistory(each => new HistoryPick(each).show()),
    [COMMANDS.exportChat]: withHistory(exportChat),
    [COMMANDS.importChat]: withHistory(importChat),
  };
}

/** Returns `undefined` when the history could not be opened. */
function historyParts({ context, kept, session, chat, clock, logger }: HistoryCommandParts): HistoryParts | undefined {
  const { store, workspace, timeZone } = kept;
  if (store === undefined) return undefined;
  const { database } = store;
  const workerFile = context.asAbsolutePath('dist/historyReader.cjs');
  const reader = new HistoryReader({ workerFile, path: database.path, clock });
  context.subscriptions.push({ dispose: () => void reader.close() });
  return {
    reader,
    changes: new ConversationChanges(database, () => clock.now()),
    workspace,
    current: () => session.conversation.id,
    newer: id => {
      const turn = session.answering(id);
      return turn === undefined ? [] : [{ ...turn, answer: unfinished(turn.answer, 'interrupted') }];
    },
    open: (id, turnId) => chat.open(id, turnId),
    startNew: () => chat.startNew(),
    leave: id => {
      // An answer that keeps running would cost money without being visible.
      session.stop(id);
      if (id === session.conversation.id) session.startNew();
    },
    timeZone,
    clock,
    logger,
  };
}
