import type * as vscode from 'vscode';
import type { CommandTable } from '../host/commands/index.ts';
import { TOOL_COMMANDS, type ToolCommandId } from './toolCommands.ts';
import type * as ToolsPart from './tools.ts';
import type { ToolParts, Tools } from './tools.ts';

/** Tools whose bundle is loaded on first use. */
export function lazyTools(parts: () => ToolParts): Tools {
  let tools: Tools | undefined;
  const used = (): Tools => {
    if (tools === undefined) {
      // A sibling of the extension's bundle in `dist`.
      const { connectTools } = require('./tools.cjs') as typeof ToolsPart;
      tools = connectTools(parts());
    }
    return tools;
  };
  const commands = TOOL_COMMANDS.map(id => [id, (argument?: unknown) => used().commands[id](argument)] as const);
  return {
    // `fromEntries` widens the keys to `string`.
    commands: Object.fromEntries(commands) as Pick<CommandTable, ToolCommandId>,
    revive: (panel: vscode.WebviewPanel) => used().revive(panel),
    readBalance: signal => used().readBalance(signal),
    pickModel: current => used().pickModel(current),
    enterPrice: model => used().enterPrice(model),
    correctTotal: () => used().correctTotal(),
    askAboutPrices: () => used().askAboutPrices(),
    close: async () => tools?.close(),
  };
}
