import * as vscode from 'vscode';
import { hiddenCharacters, withoutHidden } from '../../core/code/hiddenCharacters.ts';

/**
 * Returns an answer's code in the form the user wants written. Asks first if it contains invisible characters, which
 * can make code behave differently than it looks. Returns `undefined` when it must not be written.
 */
export async function visibleCode(code: string): Promise<string | undefined> {
  const hidden = hiddenCharacters(code);
  if (hidden.length === 0) return code;
  const leaveOut = vscode.l10n.t('Write Without Them');
  const keep = vscode.l10n.t('Write as Is');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('This code contains invisible characters: {characters}.', { characters: hidden.join(', ') }),
    {
      modal: true,
      detail: vscode.l10n.t('They can make code do something other than what it appears to do.'),
    },
    leaveOut,
    keep,
  );
  if (chosen === leaveOut) return withoutHidden(code);
  return chosen === keep ? code : undefined;
}
