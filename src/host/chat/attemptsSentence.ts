import * as vscode from 'vscode';
import type { AttemptFailure } from '../../core/chat.ts';
import { isChinese } from '../language.ts';

/** Returns how many attempts an answer took and why the others failed; `undefined` when the first one succeeded. */
export function attemptsSentence(failures: readonly AttemptFailure[]): string | undefined {
  if (failures.length === 0) return undefined;
  const reasons = [...new Set(failures.map(reasonOf))].join(isChinese() ? '，' : ', ');
  const sent = failures.filter(({ kind }) => kind !== 'circuit').length;
  return sent === 0 ? reasons : vscode.l10n.t('{count} attempts: {reasons}', { count: String(sent + 1), reasons });
}

/** Returns why an attempt failed, as a part of a sentence. */
export function reasonOf({ kind, ...way }: AttemptFailure): string {
  switch (kind) {
    case 'refused':
      return vscode.l10n.t('the rate limit of {model} at {endpoint} was reached', way);
    case 'busy':
      return vscode.l10n.t('{model} at {endpoint} was busy', way);
    case 'empty':
      return vscode.l10n.t('{model} at {endpoint} sent an empty answer', way);
    case 'quota':
      return vscode.l10n.t('the quota of {model} at {endpoint} was used up', way);
    case 'model-gone':
    case 'model-permission':
      return vscode.l10n.t('{model} could not be used at {endpoint}', way);
    case 'unreachable':
    case 'dns':
    case 'offline':
      return vscode.l10n.t('{endpoint} could not be reached', way);
    case 'connection-lost':
    case 'truncated':
      return vscode.l10n.t('the connection to {endpoint} broke', way);
    case 'timeout':
    case 'stalled':
      return vscode.l10n.t('{endpoint} did not answer in time', way);
    case 'overdue':
      return vscode.l10n.t('the account at {endpoint} was overdue', way);
    case 'circuit':
      return vscode.l10n.t('requests to {endpoint} were paused', way);
    default:
      return vscode.l10n.t('{endpoint} did not answer', way);
  }
}
