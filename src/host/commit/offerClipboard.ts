import * as vscode from 'vscode';
import { sentences } from '../sentences.ts';
import type { OutOfReach } from './findGit.ts';

/** Explains why there is no repository, and offers to use the clipboard; returns true when the user accepts. */
export async function offerClipboard(why: OutOfReach | 'noRepository'): Promise<boolean> {
  const use = vscode.l10n.t('Use Clipboard');
  const how = vscode.l10n.t(
    'You can copy the output of {command} and choose Use Clipboard: the message is put there too.',
    { command: 'git diff --cached' },
  );
  return (await vscode.window.showInformationMessage(sentences([reason(why), how]), use)) === use;
}

function reason(why: OutOfReach | 'noRepository'): string {
  switch (why) {
    case 'remote':
      return vscode.l10n.t('In this window Git runs on the remote side, where this extension cannot reach it.');
    case 'restricted':
      return vscode.l10n.t('VS Code does not start Git in a folder that is not trusted.');
    case 'disabled':
      return vscode.l10n.t("VS Code's Git extension is disabled.");
    case 'off':
      return vscode.l10n.t('Git is switched off in the settings of VS Code, or was not found on this computer.');
    case 'noRepository':
      return vscode.l10n.t('There is no Git repository in this window.');
  }
}
