import * as vscode from 'vscode';
import type { Failure } from '../../core/conversation/conversation.ts';
import type { FailureWords } from './failureWords.ts';
import { sourceProblem } from './sourceProblems.ts';

/** Returns the notice for missing credentials, or for none that may be sent to this host. Nothing was sent. */
export function missingCredentialWords(failure: Failure, host: string): FailureWords {
  const { code = '' } = failure;
  if (code === 'other_host') {
    return {
      what: vscode.l10n.t('Your credentials were given for another host, so they were not sent to {host}.', { host }),
      next: vscode.l10n.t('Whoever runs that host can read them and your questions.'),
      actions: ['allowHost', 'setCredentials', 'retry'],
    };
  }
  if (code === 'v1_only') {
    return {
      what: vscode.l10n.t('Credentials of this kind are for V1 only, and {host} is asked by V2.', { host }),
      next: vscode.l10n.t('Set an API Key, or give the endpoint "api": "v1".'),
      actions: ['setCredentials', 'openEndpointSettings', 'retry'],
    };
  }
  if (code === 'account_unknown') {
    return {
      what: vscode.l10n.t('The setting {id} names an account that does not exist.', { id: 'wenxin.endpoints' }),
      next: vscode.l10n.t('Correct it, or add the account.'),
      actions: ['openEndpointSettings', 'switchAccount', 'retry'],
    };
  }
  if (code.startsWith('keyring')) {
    return {
      what: vscode.l10n.t('The secret storage of VS Code does not answer, so the key cannot be read.'),
      next: vscode.l10n.t('Unlock the keyring of the system, or choose another source for the key.'),
      actions: ['retry', 'openSourceSettings', 'showLog'],
    };
  }
  const what = sourceProblem(failure, host);
  if (what !== undefined) {
    return {
      what,
      actions: ['retry', 'openSourceSettings', 'showLog'],
    };
  }
  return {
    what: vscode.l10n.t('Set a key to start asking.'),
    actions: ['setCredentials', 'openKeyPage', 'retry'],
  };
}
