import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { plainText } from '../../core/conversation/plainText.ts';

/** More of an output is a log, whose end tells what happened. */
const MAX_CHARACTERS = 100_000;

/** What puts text of the terminal on the clipboard: no API gives it to extensions. The selection comes first. */
const COPIES = ['workbench.action.terminal.copySelection', 'workbench.action.terminal.copyLastCommandOutput'];

/**
 * The text selected in the active terminal, else what its last command printed (where VS Code knows the shell).
 * `undefined` when there is neither, which the person has been told.
 *
 * @param describe lines that say more of the terminal, above the text.
 */
export async function takeTerminal(
  describe: (terminal: vscode.Terminal) => readonly string[] = () => [],
): Promise<Attachment | undefined> {
  const terminal = vscode.window.activeTerminal;
  const printed =
    terminal &&
    plainText(await copied())
      .trimEnd()
      .slice(-MAX_CHARACTERS);
  if (!printed || printed.trim() === '') {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a terminal and select the text to ask about, then try again.'),
    );
    return undefined;
  }
  const text = [...describe(terminal).map(line => plainText(line)), printed].join('\n');
  const endLine = text.split('\n').length;
  return {
    id: randomUUID(),
    kind: 'terminal',
    path: '',
    name: terminal.name,
    languageId: '',
    startLine: 1,
    endLine,
    text,
  };
}

/** What the first of the commands copied; the person's own clipboard is as before afterwards. */
async function copied(): Promise<string> {
  const before = await vscode.env.clipboard.readText();
  const marker = randomUUID();
  try {
    for (const command of COPIES) {
      await vscode.env.clipboard.writeText(marker);
      await vscode.commands.executeCommand(command);
      const now = await vscode.env.clipboard.readText();
      if (now !== marker && now.trim() !== '') return now;
    }
    return '';
  } finally {
    await vscode.env.clipboard.writeText(before);
  }
}
