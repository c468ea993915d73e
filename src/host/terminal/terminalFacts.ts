import * as vscode from 'vscode';
import type { TerminalCommand, Terminals } from './terminals.ts';

/** Longer command lines are truncated; they are usually pasted scripts. */
const MAX_COMMAND_CHARACTERS = 2_000;

/** Returns facts about a terminal's output as lines for the model, as far as VS Code's shell integration knows them. */
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

/** Returns the working directory only inside the workspace; other paths may reveal private details to the service. */
function folderOf({ shellIntegration }: vscode.Terminal): string | undefined {
  const cwd = shellIntegration?.cwd;
  const folder = cwd && vscode.workspace.getWorkspaceFolder(cwd);
  if (cwd === undefined || folder === undefined) return undefined;
  const inside = vscode.workspace.asRelativePath(cwd.with({ path: cwd.path.replace(/\/+$/, '') }), false);
  // For the folder itself, `asRelativePath` returns the absolute path.
  return /^(?:[/\\]|[A-Za-z]:)/.test(inside) ? folder.name : `${folder.name}/${inside}`;
}

function commandText({ commandLine }: TerminalCommand): string {
  return commandLine.replace(/\s+/g, ' ').trim().slice(0, MAX_COMMAND_CHARACTERS);
}
