import * as vscode from 'vscode';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { type ApiKeySource, KEY_VARIABLE } from './apiKeySource.ts';

/** Removes the stored key, after asking. A key in the environment is not this extension's to remove. */
export async function clearCredentials(keys: ApiKeySource, logger: Logger): Promise<void> {
  let origins: readonly string[] | 'any' | undefined;
  try {
    origins = (await keys.read())?.origins;
  } catch (error) {
    // What cannot be read can perhaps be removed all the same.
    logger.warn(`The key cannot be read: ${describeError(error)}`);
    origins = [];
  }
  if (origins === undefined || origins === 'any') {
    tell(
      origins === undefined
        ? vscode.l10n.t('There is no key to clear.')
        : vscode.l10n.t('The key comes from the environment variable {name}. Start VS Code without it to clear it.', {
            name: KEY_VARIABLE,
          }),
    );
    return;
  }
  const clear = vscode.l10n.t('Clear Key');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t('Clear the stored key?'),
    {
      modal: true,
      detail: vscode.l10n.t('It was given for {hosts}. Conversations and the meter stay.', {
        hosts: origins.map(origin => new URL(origin).host).join(', ') || '—',
      }),
    },
    clear,
  );
  if (choice !== clear) return;
  try {
    await keys.clear();
    tell(vscode.l10n.t('The key is cleared.'));
  } catch (error) {
    logger.error(`The key cannot be cleared: ${describeError(error)}`);
    void vscode.window.showErrorMessage(
      vscode.l10n.t('The secret storage of VS Code does not answer, so the key is not cleared.'),
    );
  }
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}
