import * as vscode from 'vscode';
import type { Answer, Failure } from '../../core/conversation/conversation.ts';
import { type FailureActionId, failureActionLabel } from '../failures/failureActions.ts';
import { failureCharge, failureFacts, failureWords } from '../failures/failureNotices.ts';
import { sentences } from '../sentences.ts';

/** Nothing left this computer. Our own chat also says that it keeps the question, which is not ours to say elsewhere. */
const UNSENT: ReadonlySet<Failure['kind']> = new Set(['budget', 'paused', 'price-unknown', 'no-credentials']);

/** Commands that help, in the place of buttons: where this is shown there is no room for them. */
const HELPFUL = ['setBudget', 'setCredentials', 'showUsage', 'diagnose'] as const satisfies FailureActionId[];

/** A failure in words for whoever shows it: what happened, whether it was charged, what to do. Nothing secret is in it. */
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

/** The usual advice, where that is not about a button or about our own chat. */
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
