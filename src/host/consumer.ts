/**
 * Consumer ids for callers that VS Code does not name as extensions. They appear as columns in every spending report,
 * as extension ids do.
 */

/** VS Code's built-in chat, which is an extension. */
export const CHAT_CONSUMER = 'github.copilot-chat';

/** VS Code itself, for example on behalf of an MCP server that requests sampling. */
export const VSCODE_CONSUMER = 'vscode';

/** VS Code's background requests that the user did not ask for: titles, summaries, names and the like. */
export const BACKGROUND_CONSUMER = 'vscode-background';

/** An extension that an older VS Code version does not identify. */
export const UNNAMED_CONSUMER = 'another-extension';

/** Returns whether a consumer is VS Code itself or its built-in chat, not another extension. */
export function isOfVSCode(consumer: string): boolean {
  return consumer === CHAT_CONSUMER || consumer === VSCODE_CONSUMER || consumer === BACKGROUND_CONSUMER;
}
