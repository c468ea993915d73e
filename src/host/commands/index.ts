import * as vscode from 'vscode';
import type { CommandId } from '../ids.ts';

/** What each command does. */
export type CommandTable = { readonly [Id in CommandId]: (...given: unknown[]) => void | Promise<void> };

/** Registers every command of the table. */
export function registerCommands(table: CommandTable): vscode.Disposable {
  const ids = Object.keys(table) as CommandId[];
  return vscode.Disposable.from(...ids.map(id => vscode.commands.registerCommand(id, table[id])));
}
