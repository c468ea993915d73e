import * as vscode from 'vscode';
import type { TerminalCommand, Terminals } from './terminals.ts';

/** A longer one is a script that was pasted. */
const MAX_COMMAND_CHARACTERS = 2_000;

/** What helps to understand the output of a terminal, in lines for the model, as far as VS Code knows the shell. */
export function terminalFacts(terminal: vscode.Terminal, terminals: Pick<Terminals, 'running' | 'ended'>): string[] {
  const running = terminals.running(terminal);
  const ended = running === undefined ? terminals.ended(terminal) : undefined;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['shell', terminal.state.shell],
    ['folder', folderOf(terminal)],
    ['running command', running && commandText(running)],
    ['last command', ended && commandText(ended)],
    ['exit code', ended?.exitCode?.toString()],
  ];
  return facts.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`[${name}: ${value}]`]));
}

/** Outside of the workspace it would tell the service about this computer and its owner. */
function folderOf({ shellIntegration }: vscode.Terminal): string | undefined {
  const cwd = shellIntegration?.cwd;
  const folder = cwd && vscode.workspace.getWorkspaceFolder(cwd);
  if (cwd === undefined || folder === undefined) return undefined;
  const inside = vscode.workspace.asRelativePath(cwd.with({ path: cwd.path.replace(/\/+$/, '') }), false);
  // Of the folder itself VS Code gives the whole path.
  return /^(?:[/\\]|[A-Za-z]:)/.test(inside) ? folder.name : `${folder.name}/${inside}`;
}

function commandText({ commandLine }: TerminalCommand): string {
  return commandLine.replace(/\s+/g, ' ').trim().slice(0, MAX_COMMAND_CHARACTERS);
}
