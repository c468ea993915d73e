import * as vscode from 'vscode';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { COMMANDS } from '../ids.ts';

/** Shows an error, and offers the log, which has the cause. */
export async function tellHistoryFailure(sentence: string, error: unknown, logger: Logger): Promise<void> {
  logger.error(`${sentence} ${describeError(error)}`);
  const log = vscode.l10n.t('Show Log');
  if ((await vscode.window.showErrorMessage(sentence, log)) !== log) return;
  await vscode.commands.executeCommand(COMMANDS.showLog);
}
