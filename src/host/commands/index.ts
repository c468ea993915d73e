import * as vscode from 'vscode';
import type { CommandId } from '../ids.ts';

/** The handler of each command. */
export type CommandTable = { readonly [Id in CommandId]: (...given: unknown[]) => void | Promise<void> };

/** Registers every command in the table. */
export function registerCommands(table: CommandTable): vscode.Disposable {
  const ids = Object.keys(table) as CommandId[];
  return vscode.Disposable.from(...ids.map(id => vscode.commands.registerCommand(id, table[id])));
}
