import * as vscode from 'vscode';
import { hasControls, shellCommands } from '../../core/code/shellCommands.ts';
import { tellUntrusted } from '../editing/tellUntrusted.ts';
import { visibleCode } from '../editing/visibleCode.ts';
import { activeShell, type Terminals } from './terminals.ts';

/**
 * Inserts a command from an answer at the prompt of the active terminal, or of a new one, without running it. Only a
 * single line is sent, because a terminal runs every line it receives except the last.
 */
export async function insertInTerminal(code: string, terminals: Pick<Terminals, 'running'>): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    return tellUntrusted(vscode.l10n.t('Commands are put into a terminal only in a folder that you trust.'));
  }
  const commands = shellCommands(code);
  if (commands === undefined) return tellSeveralLines(code);
  const command = commands.length > 1 ? await pickCommand(commands) : commands[0];
  if (command === undefined || command === '') {
    if (commands.length === 0) tell(vscode.l10n.t('There is no command in this code.'));
    return;
  }
  if (hasControls(command)) {
    tell(
      vscode.l10n.t('This command contains control characters, which a terminal acts on at once. It was not inserted.'),
    );
    return;
  }
  const seen = await visibleCode(command);
  if (seen === undefined) return;
  const terminal = await chosenTerminal(terminals);
  if (terminal === undefined) return;
  terminal.show(false);
  terminal.sendText(seen, false);
}

function tell(message: string): void {
  void vscode.window.showWarningMessage(message);
}

async function tellSeveralLines(code: string): Promise<void> {
  const copy = vscode.l10n.t('Copy');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      'These lines belong together, and a terminal runs each line as soon as it gets it. Nothing was inserted: copy the code and look at it where you paste it.',
    ),
    copy,
  );
  if (chosen === copy) await vscode.env.clipboard.writeText(code);
}

interface CommandItem extends vscode.QuickPickItem {
  readonly command: string;
}

async function pickCommand(commands: readonly string[]): Promise<string | undefined> {
  const items = commands.map((command): CommandItem => ({ label: withoutIcons(command), command }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Insert into Terminal'),
    placeHolder: vscode.l10n.t('Which command? It is inserted without being run.'),
  });
  return picked?.command;
}

/** Escapes `$(name)`, which a quick pick would render as an icon. */
function withoutIcons(command: string): string {
  return command.replace(/\$\((?=[\w~-]+\))/g, '\\$(');
}

/** Returns the terminal to use. Asks if a program is running in the active one, since it would receive the input. */
async function chosenTerminal(terminals: Pick<Terminals, 'running'>): Promise<vscode.Terminal | undefined> {
  const active = activeShell();
  const running = active && terminals.running(active);
  if (running === undefined) return active ?? vscode.window.createTerminal();
  const fresh = vscode.l10n.t('New Terminal');
  const same = vscode.l10n.t('Insert There');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('A command is running in the terminal “{name}”, and would get what is inserted.', {
      name: active?.name ?? '',
    }),
    { modal: true, ...(running.commandLine !== '' && { detail: running.commandLine }) },
    fresh,
    same,
  );
  if (chosen === fresh) return vscode.window.createTerminal();
  return chosen === same ? active : undefined;
}
