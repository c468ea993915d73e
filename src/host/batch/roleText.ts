import * as vscode from 'vscode';
import type { BatchLine } from '../../core/batch/batchLine.ts';

/** Returns the display name of a message's role. */
export function roleText(role: BatchLine['messages'][number]['role']): string {
  switch (role) {
    case 'system':
      return vscode.l10n.t('System prompt');
    case 'user':
      return vscode.l10n.t('Question');
    case 'assistant':
      return vscode.l10n.t('Earlier answer');
    case 'tool':
      return vscode.l10n.t('Result of a call');
  }
}
