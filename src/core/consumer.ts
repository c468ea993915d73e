/** Who asks, where VS Code names no extension. They are columns of every spending report, as ids of extensions are. */

/** VS Code's own chat, which comes as an extension of it. */
export const CHAT_CONSUMER = 'github.copilot-chat';

/** VS Code itself, for example for a server of tools that wants an answer. */
export const VSCODE_CONSUMER = 'vscode';

/** VS Code again, for what nobody has asked for: titles, summaries, names and the like. */
export const BACKGROUND_CONSUMER = 'vscode-background';

/** An extension that an older VS Code does not name. */
export const UNNAMED_CONSUMER = 'another-extension';
