import * as vscode from 'vscode';
import type { Answer, Failure } from '../../core/conversation/conversation.ts';
import { type FailureActionId, failureActionLabel } from '../failures/failureActions.ts';
import { failureCharge, failureFacts, failureWords } from '../failures/failureNotices.ts';
import { sentences } from '../sentences.ts';

/** Failures before anything is sent. Our chat also says that it keeps the question; other chats may not keep it. */
const UNSENT: ReadonlySet<Failure['kind']> = new Set(['budget', 'paused', 'price-unknown', 'no-credentials']);

/** Commands to mention, because other chats cannot show buttons. */
const HELPFUL = ['setBudget', 'setCredentials', 'showUsage', 'diagnose'] as const satisfies FailureActionId[];

/** Describes a failure to the user: what happened, whether it was charged, what to do. Contains no secrets. */
export function failureText(failure: Failure, answer: Answer): string {
  const words = failureWords(failure, answer);
  const helpful = HELPFUL.find(id => words.actions.includes(id));
  return sentences([
    words.what,
    UNSENT.has(failure.kind) ? vscode.l10n.t('Nothing was sent.') : failureCharge(failure, answer),
    advice(failure, words.next),
    helpful && commandAdvice(failure, failureActionLabel(helpful, answer)),
    failureFacts(failure),
  ]);
}

/** Returns the default advice, unless it refers to a button or to our own chat. */
function advice({ kind }: Failure, usual: string | undefined): string | undefined {
  switch (kind) {
    case 'budget':
    case 'paused':
      return undefined;
    case 'offline':
      return vscode.l10n.t('Connect to a network, then try again.');
    case 'overdue':
      return vscode.l10n.t('Top up, then try again.');
    case 'price-unknown':
      return vscode.l10n.t('Enter its price in the setting {id}, or choose another model.', { id: 'wenxin.prices' });
    default:
      return usual;
  }
}

function commandAdvice({ kind }: Failure, command: string): string {
  switch (kind) {
    case 'budget':
      return vscode.l10n.t('To raise it, run “{command}” in the Command Palette.', { command });
    case 'paused':
      return vscode.l10n.t('To resume it, run “{command}” in the Command Palette.', { command });
    default:
      return vscode.l10n.t('“{command}” in the Command Palette may help.', { command });
  }
}
