import * as vscode from 'vscode';
import { hiddenCharacters, withoutHidden } from '../../core/code/hiddenCharacters.ts';

/**
 * Code of an answer as the person wants it written: characters that nobody sees, and that may make code do something
 * else than it seems to, are told before. `undefined`: it shall not be written.
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
