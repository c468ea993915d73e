import * as vscode from 'vscode';
import type { Feature } from '../../core/feature.ts';
import type { SetupMessage } from '../../protocol/setupMessages.ts';
import { CONSOLE_PAGES, openPage } from '../consolePages.ts';
import { COMMANDS, type CommandId } from '../ids.ts';
import type { HandlersOf } from './pageHandlers.ts';

/**
 * Creates the handlers for the page's links.
 *
 * @param openConversation shows the conversation if it is one that the page may offer.
 * @param feature returns the feature of the draft, which may have its own model.
 */
export function setupHandlers(
  openConversation: (id: string) => void | Promise<void>,
  feature: () => Feature,
): HandlersOf<SetupMessage> {
  const run = (id: CommandId) => async (): Promise<void> => vscode.commands.executeCommand(id);
  return {
    setCredentials: run(COMMANDS.setCredentials),
    selectModel: async () => vscode.commands.executeCommand(COMMANDS.selectModel, feature()),
    openConsole: () => openPage(CONSOLE_PAGES.apiKeys),
    askSelection: run(COMMANDS.askSelection),
    explainSelection: run(COMMANDS.explainSelection),
    openWalkthrough: run(COMMANDS.openWalkthrough),
    showHistory: run(COMMANDS.showHistory),
    openConversation: ({ conversationId }) => openConversation(conversationId),
  };
}
