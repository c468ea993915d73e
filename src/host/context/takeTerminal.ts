import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { plainText } from '../../core/conversation/plainText.ts';

/** Longer output is a log; its end says what happened. */
const MAX_CHARACTERS = 100_000;

/**
 * Commands that copy text of the terminal to the clipboard, as there is no API to read it. The selection is tried
 * first.
 */
const COPIES = ['workbench.action.terminal.copySelection', 'workbench.action.terminal.copyLastCommandOutput'];

/**
 * Returns the selected text of the active terminal, else the output of its last command (where VS Code knows the
 * shell). Returns `undefined` when there is neither; the user has been told.
 *
 * @param describe returns lines about the terminal, shown above the text.
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

/** Returns what the first successful command copied, and restores the user's clipboard. */
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
