import * as vscode from 'vscode';
import type { Failure } from '../../core/conversation/conversation.ts';
import type { FailureWords } from './failureWords.ts';

/** Codes assigned by this extension, from the message of a refusal that says more than the service's code. */
export const OWN_CODES: ReadonlySet<string> = new Set([
  'access_key_unknown',
  'signature_mismatch',
  'mint_not_allowed',
  'token_disabled',
  'api_key_unknown',
  'secret_key_wrong',
]);

/** Returns the notice for refused credentials, naming the wrong part as far as the refusal reveals it. */
export function refusedCredentialWords({ code = '', clockOffMinutes }: Failure, host: string): FailureWords {
  if (clockOffMinutes !== undefined) {
    return {
      what: vscode.l10n.t('The clock of this computer is {minutes} minutes off, so the signature was refused.', {
        minutes: String(Math.abs(clockOffMinutes)),
      }),
      next: vscode.l10n.t('Correct the time and retry.'),
      actions: ['retry', 'diagnose'],
    };
  }
  switch (code.toLowerCase()) {
    case 'access_key_unknown':
      return wrongPair(
        vscode.l10n.t('{host} does not know this Access Key; it may be deleted or incomplete.', { host }),
      );
    case 'signature_mismatch':
    case '14':
      return wrongPair(
        vscode.l10n.t('{host} did not accept the signature: the Secret Key does not match the Access Key.', { host }),
      );
    case 'mint_not_allowed':
      return {
        what: vscode.l10n.t('This sub-user may not create short-lived API keys.'),
        next: vscode.l10n.t('Ask the owner to grant IAMManageAPIKeyPolicy, or use an API Key.'),
        actions: ['copyOwnerRequest', 'setCredentials', 'retry'],
      };
    case 'api_key_unknown':
      return wrongApp(vscode.l10n.t('{host} does not know the API Key of this application.', { host }));
    case 'secret_key_wrong':
      return wrongApp(vscode.l10n.t('The Secret Key of this application is wrong.'));
    case 'invalid_client':
    case 'unauthorized_client':
      return wrongApp(vscode.l10n.t('{host} refused the keys of this application.', { host }));
    case '5':
      return {
        what: vscode.l10n.t('{host} does not accept requests from the network address of this computer.', { host }),
        next: vscode.l10n.t('Its allow-list in the console decides that.'),
        actions: ['openConsole', 'retry'],
      };
    case '13':
    case '100':
    case '110':
    case '111':
    case 'token_disabled':
      return {
        what: vscode.l10n.t('{host} refused the access token that was made with your credentials, and a new one too.', {
          host,
        }),
        actions: ['retry', 'setCredentials', 'diagnose'],
      };
    default:
      return {
        what: vscode.l10n.t('{host} refused this API Key; it may be deleted or incomplete.', { host }),
        actions: ['setCredentials', 'openKeyPage', 'retry'],
      };
  }
}

function wrongPair(what: string): FailureWords {
  return { what, actions: ['setCredentials', 'openAccessKeyPage', 'retry'] };
}

function wrongApp(what: string): FailureWords {
  return { what, actions: ['setCredentials', 'openKeyPage', 'retry'] };
}
