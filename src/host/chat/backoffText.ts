import * as vscode from 'vscode';
import type { Wait } from '../../core/conversation/conversation.ts';
import { SECONDS } from './seconds.ts';

/** Says why a question is about to be retried, and how many retries remain. The first attempt is not a retry. */
export function backoffText(
  { because, endpoint, nextAttempt = 2, maxAttempts = nextAttempt }: Wait,
  model: string,
): string {
  const facts = {
    model,
    endpoint: endpoint ?? vscode.l10n.t('the service'),
    attempt: String(nextAttempt - 1),
    max: String(maxAttempts - 1),
    seconds: SECONDS,
  };
  switch (because) {
    case 'busy':
      return vscode.l10n.t('{model} is busy. Retry {attempt} of {max} in {seconds} s.', facts);
    case 'unreachable':
    case 'dns':
    case 'offline':
      return vscode.l10n.t('{endpoint} cannot be reached. Retry {attempt} of {max} in {seconds} s.', facts);
    case 'connection-lost':
    case 'truncated':
      return vscode.l10n.t('The connection to {endpoint} broke. Retry {attempt} of {max} in {seconds} s.', facts);
    case 'empty':
      return vscode.l10n.t('{model} sent an empty answer. Retry {attempt} of {max} in {seconds} s.', facts);
    case 'timeout':
    case 'stalled':
      return vscode.l10n.t('{endpoint} did not answer in time. Retry {attempt} of {max} in {seconds} s.', facts);
    default:
      return vscode.l10n.t('{endpoint} did not answer. Retry {attempt} of {max} in {seconds} s.', facts);
  }
}
